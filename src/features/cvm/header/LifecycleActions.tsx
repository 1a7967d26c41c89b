import { useLocation, useNavigate } from '@tanstack/react-router'
import { Ellipsis, Play, Power, RotateCcw, RotateCw, Trash2, Zap } from 'lucide-react'
import { useEffect, useState } from 'react'
import { describeFailure } from '@/api/describe-failure.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { askedAction, type Capability, cvmCan } from '@/domain/cvm-capabilities.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog, preloadDialog } from '@/ui/overlay/Dialog.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Menu } from '@/ui/overlay/Menu.tsx'
import { useNotPermitted } from '@/updates/engine/use-not-permitted.ts'
import { isolated } from '@/lib/isolated.ts'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { type LifecycleAction, lifecycleWords } from './lifecycle-texts.ts'
import { StartRefused } from './StartRefused.tsx'
import { useLifecycleAction } from './use-lifecycle-action.ts'

const DeleteDialog = optionalPart(() => import('./DeleteDialog.tsx').then((module) => module.DeleteDialog), { name: 'The deletion' })

/** Restart, start, shut down, stop, delete: each says what it does before it does it. */
export function LifecycleActions({ cvm }: { cvm: Cvm }) {
  // The last action stays while the dialog fades out.
  const [asked, setAsked] = useState<LifecycleAction>('restart')
  const [isOpen, setOpen] = useState(false)
  const { mutate, isPending, error, reset } = useLifecycleAction(cvm)
  const notPermitted = useNotPermitted(cvm.id)
  const [deletes, setDeletes] = useState(false)
  // A stopped CVM is there to be started, and one that did not start to be tried again.
  const isOff = cvm.status === 'stopped' || cvm.status === 'error'
  const words = lifecycleWords[asked]
  const reasonOf = (capability: Capability) => notPermitted ?? (capability.can ? null : capability.reason)
  const stillPossible = reasonOf(cvmCan[asked](cvm))

  function ask(action: LifecycleAction) {
    reset()
    setAsked(action)
    setOpen(true)
  }

  // The search asks from anywhere, by the history's state; once asked, neither a reload nor the way back asks again.
  const asksFor = useLocation({ select: ({ state }) => askedAction(state) })
  const navigate = useNavigate()
  useEffect(() => {
    if (!asksFor) return
    ask(asksFor)
    void navigate({ to: '.', search: true, replace: true, state: {} })
    // A question is asked once for each press that leads here.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [asksFor])

  return (
    <>
      {isOff ? (
        <Button
          variant="primary"
          icon={Play}
          disabledReason={reasonOf(cvmCan.start(cvm))}
          onPointerEnter={preloadDialog}
          onClick={() => ask('start')}
        >
          Start
        </Button>
      ) : null}
      <Button icon={RotateCw} disabledReason={reasonOf(cvmCan.restart(cvm))} onPointerEnter={preloadDialog} onClick={() => ask('restart')}>
        Restart
      </Button>
      <Menu
        label="More actions"
        variant="secondary"
        icon={Ellipsis}
        items={[
          ...(isOff
            ? []
            : [{ id: 'start', label: 'Start', icon: Play, onSelect: () => ask('start'), disabledReason: reasonOf(cvmCan.start(cvm)) }]),
          {
            id: 'shutdown',
            label: 'Shut down',
            icon: Power,
            onSelect: () => ask('shutdown'),
            disabledReason: reasonOf(cvmCan.shutdown(cvm)),
          },
          {
            id: 'force-restart',
            label: 'Restart by force',
            icon: RotateCcw,
            tone: 'stop' as const,
            onSelect: () => ask('forceRestart'),
            disabledReason: reasonOf(cvmCan.forceRestart(cvm)),
          },
          {
            id: 'stop',
            label: 'Stop now',
            icon: Zap,
            tone: 'stop',
            onSelect: () => ask('stop'),
            disabledReason: reasonOf(cvmCan.stop(cvm)),
          },
          {
            id: 'delete',
            label: 'Delete',
            icon: Trash2,
            tone: 'stop' as const,
            onSelect: () => setDeletes(true),
            disabledReason: reasonOf(cvmCan.delete(cvm)),
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
              variant={asked === 'stop' || asked === 'forceRestart' ? 'danger' : 'primary'}
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
          {asked === 'shutdown' || asked === 'stop' ? null : <StartRefused cvm={cvm} isAsked />}
          {error ? <FailureNotice {...describeFailure(error)} /> : null}
        </div>
      </Dialog>
      {deletes ? <DeleteDialog cvm={cvm} onClose={() => setDeletes(false)} /> : null}
    </>
  )
}
