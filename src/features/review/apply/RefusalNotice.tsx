import { Link } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { textOfCode } from '@/domain/failure-texts.ts'
import type { UpdateFailureKind } from '@/domain/failure.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { saveTextFile } from '@/lib/save-text-file.ts'
import { editsFile } from '@/updates/drafts/edits-file.ts'
import { problemsFromServer } from '@/updates/fields/edit-problems.ts'
import type { FieldName, WantedValues } from '@/updates/fields/fields.ts'
import { updateFailureText } from '@/updates/engine/update-failure-text.ts'
import type { Failure } from '@/updates/engine/update-machine.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { FieldMessages } from '@/features/review/changes/FieldMessages.tsx'

/** Why the server did not take the change, and the ways on. Messages about a field lead to it. */
export function RefusalNotice({ cvm, failure, edits }: { cvm: Pick<Cvm, 'id' | 'name'>; failure: Failure; edits: WantedValues | null }) {
  const cvmId = cvm.id
  const { kind, message, isOwnMessage = false, code, requestId, fieldErrors, suggestions = [] } = failure
  const { title, safe, next } = updateFailureText(failure)
  const { byField, others } = problemsFromServer(fieldErrors)
  const named = Object.entries(byField) as [FieldName, string][]
  const help = textOfCode(code)?.help
  const wayOn = waysOn[kind]?.(cvmId)
  return (
    <FocusAfterApply>
      <FailureNotice
        title={title}
        message={isOwnMessage ? null : message}
        safe={safe}
        next={failure.notBefore ? `Wait until ${formatExactTime(failure.notBefore)}, then apply again.` : next}
        code={code}
        requestId={requestId}
        details={isOwnMessage ? message : null}
        actions={
          help || wayOn ? (
            <>
              {wayOn}
              {kind === 'not-found' && edits ? <SaveEdits cvm={cvm} edits={edits} /> : null}
              {help ? <ExternalLink href={help.url}>{help.label}</ExternalLink> : null}
            </>
          ) : undefined
        }
      >
        {isOwnMessage ? <p>{message}</p> : null}
        <FieldMessages cvmId={cvmId} messages={named} />
        {others.map(({ field, message: text }) => (
          <p key={`${field}-${text}`}>
            {field ? (
              <code translate="no" className="font-mono text-12">
                {field}:{' '}
              </code>
            ) : null}
            {text}
          </p>
        ))}
        {suggestions.map((suggestion) => (
          <p key={suggestion}>Phala Cloud suggests: {suggestion}</p>
        ))}
      </FailureNotice>
    </FocusAfterApply>
  )
}

/** What was typed is worth keeping when its CVM is gone. */
function SaveEdits({ cvm, edits }: { cvm: Pick<Cvm, 'id' | 'name'>; edits: WantedValues }) {
  const { name, text } = editsFile(cvm, edits)
  return (
    <Button size="sm" onClick={() => saveTextFile(name, text)}>
      Download the edits
    </Button>
  )
}

const lookAtOperations = (cvmId: string) => (
  <Link
    to="/cvms/$cvmId"
    activeOptions={{ exact: true }}
    params={{ cvmId }}
    search={{ tab: 'operations' }}
    className={buttonClass('secondary', 'sm')}
  >
    Look at the operations
  </Link>
)

const waysOn: Partial<Record<UpdateFailureKind, (cvmId: string) => ReactNode>> = {
  'not-found': () => (
    <Link to="/cvms" activeOptions={{ exact: true }} className={buttonClass('secondary', 'sm')}>
      Go to the fleet
    </Link>
  ),
  busy: lookAtOperations,
  'changed-elsewhere': lookAtOperations,
  'not-understood': lookAtOperations,
}

/** The pressed button went away while the request ran and left the focus to the heading: it goes to the first thing to correct, else to the notice. */
function FocusAfterApply({ children }: { children: ReactNode }) {
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const active = document.activeElement ?? document.body
    if (active !== document.body && !active.matches('main h1')) return
    const target = notice.current?.querySelector<HTMLElement>('li a') ?? notice.current
    target?.focus()
  }, [])
  return (
    <div ref={notice} tabIndex={-1} className="rounded focus:outline-none">
      {children}
    </div>
  )
}
