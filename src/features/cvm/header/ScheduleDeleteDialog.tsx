import { type FormEvent, useId, useState } from 'react'
import { describeFailure } from '@/api/describe-failure.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { parseLocalMinute } from './local-minute.ts'
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
  const [problem, setProblem] = useState<string | null>(null)
  const [wasOpen, setWasOpen] = useState(false)
  const { mutate, isPending, error, reset } = useScheduledDelete(cvm)
  if (open !== wasOpen) {
    setWasOpen(open)
    if (open) {
      setText(start)
      setProblem(null)
      reset()
    }
  }

  function send(event: FormEvent) {
    event.preventDefault()
    if (isPending) return
    const at = parseLocalMinute(text)
    if (!at) return setProblem('Enter a day and a time.')
    if (at.getTime() <= Date.now()) return setProblem('This time is over. Choose one in the future.')
    setProblem(null)
    mutate(at.toISOString(), { onSuccess: onClose })
  }
  return (
    <Dialog
      open={open}
      onClose={() => !isPending && onClose()}
      size="sm"
      title={`Schedule the deletion of ${cvm.name}`}
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
          At that time the CVM and its disk are deleted, and nobody can bring them back. Until then it runs as before, and the deletion can
          be called off.
        </p>
        <Field label="Delete at" error={problem} hint={`In your time zone, ${timeZone()}.`}>
          <TextInput
            type="datetime-local"
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setProblem(null)
            }}
          />
        </Field>
        {error ? <FailureNotice {...describeFailure(error)} /> : null}
      </form>
    </Dialog>
  )
}

const timeZone = () => new Intl.DateTimeFormat('en').resolvedOptions().timeZone
