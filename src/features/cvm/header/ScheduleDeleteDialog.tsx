import { type FormEvent, useId, useState } from 'react'
import { describeFailure } from '@/api/describe-failure.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { formatExactTime } from '@/lib/durations.ts'
import { RadioGroup } from '@/ui/controls/RadioGroup.tsx'
import { isolated } from '@/lib/isolated.ts'
import { readLocalMinute } from './local-minute.ts'
import { useScheduledDelete } from './use-scheduled-delete.ts'

interface ScheduleDeleteDialogProps {
  cvm: Cvm
  /** What the input begins with, as it wants it: `localMinute`. */
  start: string
  open: boolean
  onClose: () => void
}

/** When the CVM is to be deleted. */
export function ScheduleDeleteDialog({ cvm, start, open, onClose }: ScheduleDeleteDialogProps) {
  const formId = useId()
  const [text, setText] = useState('')
  const [which, setWhich] = useState<'first' | 'second' | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [wasOpen, setWasOpen] = useState(false)
  const { mutate, isPending, error, reset } = useScheduledDelete(cvm)
  if (open !== wasOpen) {
    setWasOpen(open)
    if (open) {
      setText(start)
      setWhich(null)
      setProblem(null)
      reset()
    }
  }

  const read = readLocalMinute(text)
  const at = read?.kind === 'once' ? read.at : read?.kind === 'twice' && which ? read.at[which === 'first' ? 0 : 1] : null
  const skipped =
    read?.kind === 'skipped'
      ? `This time does not exist: the clocks go forward that night. It would become ${formatExactTime(read.instead)}. Choose another time.`
      : null

  function send(event: FormEvent) {
    event.preventDefault()
    if (isPending) return
    if (!read) return setProblem('Enter a day and a time.')
    if (read.kind === 'skipped') return // said beside the field
    if (!at) return setProblem('This time occurs twice. Choose which one you mean.')
    if (isOver(at)) return setProblem('This time has passed. Choose one in the future.')
    setProblem(null)
    mutate(at.toISOString(), { onSuccess: onClose })
  }
  return (
    <Dialog
      open={open}
      onClose={() => !isPending && onClose()}
      size="sm"
      title={`Schedule the deletion of ${isolated(cvm.name)}`}
      footer={
        <>
          <Button disabledReason={isPending ? 'The request is on its way.' : null} onClick={onClose}>
            Cancel
          </Button>
          <Button variant="danger" type="submit" form={formId} busy={isPending}>
            Schedule deletion
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={send} className="space-y-3">
        <p className="text-13">
          At that time the CVM and its disk are permanently deleted. Until then it runs as before, and you can cancel the deletion.
        </p>
        <Field label="Delete at" error={problem ?? skipped} hint={<InLocalTime at={at} />}>
          <TextInput
            type="datetime-local"
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setWhich(null)
              setProblem(null)
            }}
          />
        </Field>
        {read?.kind === 'twice' ? (
          <RadioGroup
            label="The clocks go back that night, so this time occurs twice"
            value={which ?? ''}
            onChange={(choice) => {
              setWhich(choice === 'first' || choice === 'second' ? choice : null)
              setProblem(null)
            }}
            options={[
              { value: 'first', label: `The first: ${formatExactTime(read.at[0])}` },
              { value: 'second', label: `The second: ${formatExactTime(read.at[1])}` },
            ]}
          />
        ) : null}
        {error ? <FailureNotice {...describeFailure(error)} /> : null}
      </form>
    </Dialog>
  )
}

/** By the server's clock, since it is the server that deletes; while that is not known, it is the one to say so. */
function isOver(at: Date): boolean {
  const now = pageRecord.current().clock.toServer(Date.now())
  return now !== null && at.getTime() <= now.earliest
}

/** A part of its own: what it asks the browser for takes 10 to 50 ms, and the dialog is closed on nearly every visit. */
function InLocalTime({ at }: { at: Date | null }) {
  const { timeZone } = new Intl.DateTimeFormat('en').resolvedOptions()
  return `In your time zone, ${timeZone}.${at ? ` That is ${formatExactTime(at)}.` : ''}`
}
