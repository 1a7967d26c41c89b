import { useNavigate } from '@tanstack/react-router'
import { Fingerprint, X, Zap } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { offerInstanceIdScope } from '@/domain/instance-id-scope.ts'
import { Button } from '@/ui/Button.tsx'
import { preloadDialog } from '@/ui/Dialog.tsx'

const loadStopDialog = () => import('./StopDialog.tsx')
const StopDialog = lazy(() => loadStopDialog().then((module) => ({ default: module.StopDialog })))

interface SelectionBarProps {
  chosen: readonly Cvm[]
  /** How many were ticked that the fleet no longer has. */
  goneCount: number
  /** How many of the chosen the filters hide. */
  hiddenCount: number
  isAdmin: boolean
  onClear: () => void
}

/** What can be done with the ticked CVMs. */
export function SelectionBar({ chosen, goneCount, hiddenCount, isAdmin, onClear }: SelectionBarProps) {
  const navigate = useNavigate()
  // What is asked about stays as it was when it was asked; each press asks anew.
  const [asked, setAsked] = useState<{ number: number; cvms: readonly Cvm[] } | null>(null)
  const [isOpen, setOpen] = useState(false)
  const none = chosen.length === 0 ? 'What you ticked is no longer in the fleet.' : null
  const asides = [hiddenCount > 0 ? `${count(hiddenCount)} not shown by the filters` : '', goneCount > 0 ? `${count(goneCount)} gone` : '']
  const preload = () => {
    preloadDialog()
    void loadStopDialog()
  }
  return (
    <section
      aria-label="Selection"
      className="sticky bottom-3 z-10 flex min-h-12 flex-wrap items-center gap-2 rounded border border-accent bg-raised px-3 py-1.5 text-13"
    >
      <p className="mr-auto tabular-nums">
        <strong className="font-semibold">{count(chosen.length)} selected</strong>
        {asides.some(Boolean) ? <span className="text-muted"> · {asides.filter(Boolean).join(' · ')}</span> : null}
      </p>
      {isAdmin ? (
        <Button
          icon={Fingerprint}
          disabledReason={none}
          onClick={() => {
            offerInstanceIdScope({ kind: 'selection', cvmIds: chosen.map(({ id }) => id) })
            void navigate({ to: '/instance-ids' })
          }}
        >
          Refresh instance IDs
        </Button>
      ) : null}
      <Button
        icon={Zap}
        disabledReason={none}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => {
          setAsked({ number: (asked?.number ?? 0) + 1, cvms: chosen })
          setOpen(true)
        }}
      >
        Stop…
      </Button>
      <Button
        variant="quiet"
        icon={X}
        onClick={() => {
          // This button goes with the selection; the focus would be lost.
          document.querySelector<HTMLElement>('main thead input')?.focus()
          onClear()
        }}
      >
        Clear selection
      </Button>
      {asked ? (
        <Suspense fallback={null}>
          <StopDialog key={asked.number} cvms={asked.cvms} isOpen={isOpen} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </section>
  )
}

const count = (of: number) => of.toLocaleString('en')
