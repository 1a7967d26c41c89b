import { failureTexts } from '@/domain/failure-texts.ts'
import { problemsFromServer } from '@/updates/edit-problems.ts'
import type { FieldName } from '@/updates/fields.ts'
import type { Failure } from '@/updates/update-machine.ts'
import { FailureNotice } from '@/ui/FailureNotice.tsx'
import { FieldMessages } from './FieldMessages.tsx'

/** Why the server did not take the change. Messages about a field lead to it. */
export function RefusalNotice({ cvmId, failure }: { cvmId: string; failure: Failure }) {
  const { title, safe, next } = failureTexts[failure.kind]
  const { byField, others } = problemsFromServer(failure.fieldErrors)
  const named = Object.entries(byField) as [FieldName, string][]
  return (
    <FailureNotice
      title={title}
      message={failure.message}
      safe={safe}
      next={next}
      code={failure.code}
      requestId={failure.requestId}
      actions={
        named.length > 0 || others.length > 0 ? (
          <div className="w-full space-y-1 text-13">
            <FieldMessages cvmId={cvmId} messages={named} />
            {others.map(({ field, message }) => (
              <p key={`${field}-${message}`}>
                {field ? <code className="font-mono text-12">{field}: </code> : null}
                {message}
              </p>
            ))}
          </div>
        ) : undefined
      }
    />
  )
}
