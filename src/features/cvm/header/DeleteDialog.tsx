import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useId, useState } from 'react'
import { ApiError } from '@/api/api-error.ts'
import { deleteCvm, fetchCvm } from '@/api/cvms.ts'
import { describeFailure } from '@/api/describe-failure.ts'
import { cvmQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { cvmCan } from '@/domain/cvm-capabilities.ts'
import { isolated } from '@/lib/isolated.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'

/** Deletes one CVM, once its name was typed. Nothing brings it back. */
export function DeleteDialog({ cvm, onClose }: { cvm: Cvm; onClose: () => void }) {
  const formId = useId()
  const [typed, setTyped] = useState('')
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => deleteForSure(cvm.id),
    async onSuccess() {
      announce(`${isolated(cvm.name)} was deleted.`)
      await navigate({ to: '/cvms' })
      queryClient.removeQueries({ queryKey: cvmQueries.one(cvm.id) })
      void queryClient.invalidateQueries({ queryKey: cvmQueries.all() })
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: cvmQueries.one(cvm.id) }),
  })
  const able = cvmCan.delete(cvm)
  const hindrance = able.can ? (typed.trim() === cvm.name ? null : 'Type the name of the CVM first.') : able.reason

  function send(event: FormEvent) {
    event.preventDefault()
    if (!isPending && hindrance === null) mutate()
  }
  return (
    <Dialog
      open
      onClose={() => !isPending && onClose()}
      size="sm"
      title={`Delete ${isolated(cvm.name)} permanently?`}
      footer={
        <>
          <Button disabledReason={isPending ? 'The request is on its way.' : null} onClick={onClose}>
            Keep it
          </Button>
          <Button type="submit" form={formId} variant="danger" busy={isPending} disabledReason={isPending ? null : hindrance}>
            Delete permanently
          </Button>
        </>
      }
    >
      <form id={formId} className="space-y-3 text-13" noValidate onSubmit={send}>
        <ul className="list-disc space-y-1 pl-5">
          <li>Its disk is deleted with everything on it. Nobody can bring it back, not even Phala Cloud.</li>
          <li>Its endpoints stop answering, and its instance id is gone.</li>
          <li>Values of its environment cannot be read back, so a new CVM needs them entered again.</li>
          {cvm.kms.chainId === null ? null : <li>The app contract stays as it is, with the hashes that it allows.</li>}
        </ul>
        <Field label={`Type ${isolated(cvm.name)} to delete it`}>
          <TextInput value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
        {error ? <FailureNotice {...describeFailure(error)} /> : null}
      </form>
    </Dialog>
  )
}

/** A lost answer is looked up before anything is said: a CVM that is no longer there was deleted. */
async function deleteForSure(cvmId: string) {
  try {
    await deleteCvm(cvmId)
  } catch (error) {
    if (!(error instanceof ApiError) || !error.isUncertain) throw error
    const isGone = await fetchCvm(cvmId).then(
      () => false,
      (later: unknown) => later instanceof ApiError && later.kind === 'not-found',
    )
    if (!isGone) throw error
  }
}
