import { Ellipsis, Play, Power, RotateCw, Zap } from 'lucide-react'
import { useState } from 'react'
import { describeFailure } from '@/api/describe-failure.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { type Capability, cvmCan } from '@/domain/cvm-capabilities.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog, preloadDialog } from '@/ui/overlay/Dialog.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Menu } from '@/ui/overlay/Menu.tsx'
import { useNotPermitted } from '@/updates/engine/use-not-permitted.ts'
import { isolated } from '@/lib/isolated.ts'
import { type LifecycleAction, lifecycleWords } from './lifecycle-texts.ts'
import { useLifecycleAction } from './use-lifecycle-action.ts'

/** Restart, start, shut down, stop: each says what it does before it does it. */
export function LifecycleActions({ cvm }: { cvm: Cvm }) {
  // The last action stays while the dialog fades out.
  const [asked, setAsked] = useState<LifecycleAction>('restart')
  const [isOpen, setOpen] = useState(false)
  const { mutate, isPending, error, reset } = useLifecycleAction(cvm)
  const notPermitted = useNotPermitted(cvm.id)
  const words = lifecycleWords[asked]
  const reasonOf = (capability: Capability) => notPermitted ?? (capability.can ? null : capability.reason)
  const stillPossible = reasonOf(cvmCan[asked](cvm))

  function ask(action: LifecycleAction) {
    reset()
    setAsked(action)
    setOpen(true)
  }

  return (
    <>
      <Button icon={RotateCw} disabledReason={reasonOf(cvmCan.restart(cvm))} onPointerEnter={preloadDialog} onClick={() => ask('restart')}>
        Restart
      </Button>
      <Menu
        label="More actions"
        variant="secondary"
        icon={Ellipsis}
        items={[
          { id: 'start', label: 'Start', icon: Play, onSelect: () => ask('start'), disabledReason: reasonOf(cvmCan.start(cvm)) },
          {
            id: 'shutdown',
            label: 'Shut down',
            icon: Power,
            onSelect: () => ask('shutdown'),
            disabledReason: reasonOf(cvmCan.shutdown(cvm)),
          },
          {
            id: 'stop',
            label: 'Stop now',
            icon: Zap,
            tone: 'stop',
            onSelect: () => ask('stop'),
            disabledReason: reasonOf(cvmCan.stop(cvm)),
          },
        ]}
      />
      <Dialog
        open={isOpen}
        onClose={() => !isPending && setOpen(false)}
        size="sm"
        title={`${words.question} ${isolated(cvm.name)}?`}
        footer={
          <>
            <Button disabledReason={isPending ? 'The request is on its way.' : null} onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button
              variant={asked === 'stop' ? 'danger' : 'primary'}
              busy={isPending}
              disabledReason={isPending ? null : stillPossible}
              onClick={() => mutate(asked, { onSuccess: () => setOpen(false) })}
            >
              {words.label}
            </Button>
          </>
        }
      >
        <div className="space-y-2 text-13">
          {words.does.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {error ? <FailureNotice {...describeFailure(error)} /> : null}
        </div>
      </Dialog>
    </>
  )
}
