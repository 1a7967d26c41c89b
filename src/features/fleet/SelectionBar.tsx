import { formatNumber } from '@/lib/numbers.ts'
import { useNavigate } from '@tanstack/react-router'
import { Fingerprint, X } from 'lucide-react'
import type { ComponentType } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { offeredScopePart } from '@/maintenance/instance-ids/offered-scope.ts'
import { useSessionPart } from '@/runs/use-session.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import type { DataColumn } from '@/ui/data-table/data-table-types.ts'
import { PowerMenu } from './power/PowerMenu.tsx'

export type ProvePart = ComponentType<{ chosen: readonly Cvm[]; onColumn: (column: DataColumn<Cvm>) => void }>

interface SelectionBarProps {
  chosen: readonly Cvm[]
  /** How many were ticked that the fleet no longer has. */
  goneCount: number
  /** How many of the chosen the filters hide. */
  hiddenCount: number
  isAdmin: boolean
  /** Proves what was ticked, and brings the column with what came of it. */
  prove: ProvePart
  onColumn: (column: DataColumn<Cvm>) => void
  onClear: () => void
}

/** What can be done with the ticked CVMs. */
export function SelectionBar({ chosen, goneCount, hiddenCount, isAdmin, prove: Prove, onColumn, onClear }: SelectionBarProps) {
  const navigate = useNavigate()
  const offered = useSessionPart(offeredScopePart)
  const none = chosen.length === 0 ? 'What you ticked is no longer in the fleet.' : null
  const asides = [
    hiddenCount > 0 ? `${formatNumber(hiddenCount)} not shown by the filters` : '',
    goneCount > 0 ? `${formatNumber(goneCount)} gone` : '',
  ]
  return (
    <section
      aria-label="Selection"
      className="z-10 tall:sticky tall:bottom-3 flex min-h-12 flex-wrap items-center gap-2 rounded border border-accent bg-raised px-3 py-1.5 text-13"
    >
      <p className="mr-auto tabular-nums">
        <strong className="font-semibold">{formatNumber(chosen.length)} selected</strong>
        {asides.some(Boolean) ? <span className="text-muted"> · {asides.filter(Boolean).join(' · ')}</span> : null}
      </p>
      {isAdmin ? (
        <Button
          icon={Fingerprint}
          disabledReason={none}
          onClick={() => {
            offered.set({ kind: 'selection', cvmIds: chosen.map(({ id }) => id) })
            void navigate({ to: '/instance-ids' })
          }}
        >
          Refresh instance IDs
        </Button>
      ) : null}
      <Prove chosen={chosen} onColumn={onColumn} />
      {chosen.length > 0 ? (
        <CopyButton asButton="md" label={chosen.length === 1 ? 'id' : 'ids'} value={chosen.map(({ id }) => id).join('\n')} />
      ) : null}
      <PowerMenu chosen={chosen} />
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
    </section>
  )
}
