import { type FormEvent, useId, useState } from 'react'
import { ApiError } from '@/api/api-error.ts'
import { fetchCvm, renameCvm } from '@/api/cvms.ts'
import { describeFailure } from '@/api/describe-failure.ts'
import { cvmNameProblem } from '@/domain/cvm-name.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { useSetting } from '@/features/cvm/configuration/use-setting.ts'
import { isolated } from '@/lib/isolated.ts'

interface RenameDialogProps {
  cvm: Cvm
  open: boolean
  onClose: () => void
}

/** A new name for the CVM. Id, address and contract stay. */
export function RenameDialog({ cvm, open, onClose }: RenameDialogProps) {
  const formId = useId()
  const [name, setName] = useState(cvm.name)
  const [wasSent, setSent] = useState(false)
  const [wasOpen, setWasOpen] = useState(open)
  const { mutate, isPending, error, reset } = useSetting<string>(cvm, {
    save: (wanted) => renameCvm(cvm.id, wanted),
    isSaved: async (wanted) => (await fetchCvm(cvm.id)).name === wanted,
    said: (wanted) => `Renamed to ${wanted}.`,
  })
  if (open !== wasOpen) {
    setWasOpen(open)
    if (open) {
      setName(cvm.name)
      setSent(false)
      reset()
    }
  }

  const refusedName = nameRefusal(error)
  const problem = (wasSent ? cvmNameProblem(name) : null) ?? refusedName
  function send(event: FormEvent) {
    event.preventDefault()
    setSent(true)
    if (isPending || cvmNameProblem(name) !== null) return
    if (name === cvm.name) onClose()
    else mutate(name, { onSuccess: onClose })
  }
  return (
    <Dialog
      open={open}
      onClose={() => !isPending && onClose()}
      size="sm"
      title={`Rename ${isolated(cvm.name)}`}
      footer={
        <>
          <Button disabledReason={isPending ? 'The request is on its way.' : null} onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={formId} busy={isPending}>
            Rename
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={send} className="space-y-3">
        <p className="text-13">Saved at once. Nothing restarts; ids, addresses and the app contract stay as they are.</p>
        <Field label="Name" error={problem} hint="5 to 63 letters, digits and single hyphens, beginning with a letter.">
          <TextInput
            value={name}
            onChange={(event) => {
              setName(event.target.value)
              if (error) reset()
            }}
          />
        </Field>
        {error && refusedName === null ? <FailureNotice {...describeFailure(error)} /> : null}
      </form>
    </Dialog>
  )
}

/** All that a rename sends is the name, so a refusal of the value is about it: one that is taken, or one that breaks a rule. */
function nameRefusal(error: Error | null): string | null {
  if (!(error instanceof ApiError) || !['refused', 'invalid', 'conflict'].includes(error.kind)) return null
  return error.fieldErrors[0]?.message ?? error.message
}
