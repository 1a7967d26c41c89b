import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { cvmKeys } from '@/api/cvm-keys.ts'
import { describeFailure } from '@/api/describe-failure.ts'
import { refreshInstanceId } from '@/api/instance-ids.ts'
import type { RefreshResult } from '@/api/schemas/instance-ids.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { Dialog, preloadDialog } from '@/ui/overlay/Dialog.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import { InstanceIdFinding } from './InstanceIdFinding.tsx'
import { refreshTitles, storedAsShown } from './refresh-texts.ts'

/**
 * Resolves the instance id of one CVM and stores it. A dry run goes first: nothing is stored that was not shown, and an id that is stored
 * already is replaced only after an explicit yes.
 */
export function RefreshInstanceId({ cvm }: { cvm: Cvm }) {
  const [isOpen, setOpen] = useState(false)
  const [replaces, setReplaces] = useState(false)
  const queryClient = useQueryClient()
  const look = useMutation({ mutationFn: () => refreshInstanceId(cvm.id, { overwrite: false, dryRun: true }) })
  const store = useMutation({
    mutationFn: async (shown: RefreshResult) => {
      const overwrite = shown.status === 'conflict'
      // What node and gateway say may have moved since it was shown.
      const now = await refreshInstanceId(cvm.id, { overwrite, dryRun: true })
      // An earlier try got through although its answer was lost.
      if (now.status === 'unchanged' && storedAsShown(shown, now)) return { stored: now, now }
      if (now.newInstanceId !== shown.newInstanceId || now.oldInstanceId !== shown.oldInstanceId) return { stored: null, now }
      return { stored: await refreshInstanceId(cvm.id, { overwrite, dryRun: false }), now }
    },
    onSuccess: ({ stored }, shown) => {
      if (stored && storedAsShown(shown, stored)) announce('The instance id is stored.')
      setReplaces(false)
    },
    // A lost answer may have been a stored id: what the server holds now is shown either way.
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: cvmKeys.list() })
      return queryClient.invalidateQueries({ queryKey: cvmKeys.detail(cvm.id) })
    },
  })

  function lookAgain() {
    store.reset()
    setReplaces(false)
    look.mutate()
  }
  function open() {
    setOpen(true)
    lookAgain()
  }

  const found = look.data
  const outcome = store.data
  const isStored = outcome?.stored && found ? storedAsShown(found, outcome.stored) : false
  const canStore = found !== undefined && !outcome && (found.status === 'updated' || found.status === 'conflict')
  return (
    <>
      <Button size="sm" variant={cvm.instanceId ? 'quiet' : 'secondary'} icon={RotateCw} onPointerEnter={preloadDialog} onClick={open}>
        Refresh <span className="sr-only">the instance id</span>
      </Button>
      <Dialog
        open={isOpen}
        onClose={() => !store.isPending && setOpen(false)}
        size="md"
        title="Refresh the instance id"
        description="Asks the node and the gateway which instance id this CVM has. Nothing restarts, and nothing is stored until you say so."
        footer={
          <>
            <Button disabledReason={store.isPending ? 'The request is on its way.' : null} onClick={() => setOpen(false)}>
              {canStore ? 'Cancel' : 'Close'}
            </Button>
            {canStore ? (
              <Button
                variant={found.status === 'conflict' ? 'danger' : 'primary'}
                busy={store.isPending}
                disabledReason={found.status === 'conflict' && !replaces ? 'Tick “Replace the stored instance id” first.' : null}
                onClick={() => store.mutate(found)}
              >
                {found.status === 'conflict' ? 'Replace the stored id' : 'Store this id'}
              </Button>
            ) : isStored ? null : (
              <Button busy={look.isPending} onClick={lookAgain}>
                Look again
              </Button>
            )}
          </>
        }
      >
        <div className="space-y-4 text-13" aria-live="polite">
          {look.isPending ? (
            <p className="flex items-center gap-2 text-muted">
              <Spinner /> Asking node and gateway …
            </p>
          ) : null}
          {look.error ? <FailureNotice {...describeFailure(look.error)} /> : null}
          {found && !look.isPending ? (
            isStored ? (
              <Notice tone="changed" title="The instance id is stored.">
                The server stored exactly what was shown.
              </Notice>
            ) : outcome ? (
              <Notice
                tone="caution"
                title={outcome.stored ? 'The server stored something other than what was shown.' : 'It changed since it was shown.'}
              >
                {outcome.stored
                  ? 'Its answer is below. Look again to see what it holds now.'
                  : 'So nothing was stored. Look again, then decide.'}
              </Notice>
            ) : (
              <p className="font-medium">{refreshTitles[found.status]}</p>
            )
          ) : null}
          {found && !look.isPending ? <InstanceIdFinding found={outcome?.stored ?? outcome?.now ?? found} /> : null}
          {found?.status === 'conflict' && canStore ? (
            <Checkbox
              label="Replace the stored instance id"
              hint="Anyone who uses the stored id will no longer find this CVM by it."
              checked={replaces}
              onChange={(event) => setReplaces(event.target.checked)}
            />
          ) : null}
          {store.error ? <FailureNotice {...describeFailure(store.error)} /> : null}
        </div>
      </Dialog>
    </>
  )
}
