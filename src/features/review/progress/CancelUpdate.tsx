import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '@/api/api-error.ts'
import { cancelOperation } from '@/api/cvms.ts'
import { describeFailure } from '@/api/describe-failure.ts'
import { cvmQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog, preloadDialog } from '@/ui/overlay/Dialog.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { isolated } from '@/lib/isolated.ts'

/** Asks the server to call the running operation off. Not every kind can be, and the server says so. */
export function CancelUpdate({ cvm }: { cvm: Cvm }) {
  const [isOpen, setOpen] = useState(false)
  const queryClient = useQueryClient()
  const { mutate, isPending, error, data, reset } = useMutation({
    mutationFn: () => cancelOperation(cvm.id),
    onSuccess: ({ cancelled }) => {
      if (!cancelled) return
      setOpen(false)
      announce('The server has cancelled the operation.')
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: cvmQueries.one(cvm.id) }),
  })
  const cannotBeCancelled = error instanceof ApiError && error.kind === 'busy'
  return (
    <>
      <Button
        onPointerEnter={preloadDialog}
        onClick={() => {
          reset()
          setOpen(true)
        }}
      >
        Cancel the operation
      </Button>
      <Dialog
        open={isOpen}
        onClose={() => !isPending && setOpen(false)}
        size="sm"
        title={`Cancel what runs on ${isolated(cvm.name)}?`}
        footer={
          <>
            <Button disabledReason={isPending ? 'The request is on its way.' : null} onClick={() => setOpen(false)}>
              Let it run
            </Button>
            <Button
              variant="danger"
              busy={isPending}
              disabledReason={
                cannotBeCancelled
                  ? 'The server does not cancel this kind of operation.'
                  : data?.cancelled === false
                    ? 'Nothing runs any more.'
                    : null
              }
              onClick={() => mutate()}
            >
              Cancel the operation
            </Button>
          </>
        }
      >
        <div className="space-y-3 text-13">
          <p>The server stops where it is. If the change was applied already, the CVM is left stopped with the new configuration.</p>
          {cannotBeCancelled ? (
            <Notice tone="caution" title="This operation cannot be cancelled." isAnnounced>
              {error.message}. It will run to its end.
            </Notice>
          ) : error ? (
            <FailureNotice {...describeFailure(error)} />
          ) : data?.cancelled === false ? (
            <Notice title="Nothing runs any more, so there is nothing to cancel." isAnnounced />
          ) : null}
        </div>
      </Dialog>
    </>
  )
}
