import { formatNumber } from '@/lib/numbers.ts'
import { Power } from 'lucide-react'
import { useMemo } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { leftOutOf, powerActions } from '@/maintenance/power/power-action.ts'
import { powerRunsPart } from '@/maintenance/power/power-runs.ts'
import { useSessionPart } from '@/runs/use-session.ts'
import { preloadDialog } from '@/ui/overlay/Dialog.tsx'
import { Menu } from '@/ui/overlay/Menu.tsx'
import { powerTexts } from './power-texts.ts'
import { usePowerWork } from './use-power-work.ts'

/** Start, restart, shut down or stop the ticked CVMs; each says beforehand for how many of them it is possible. */
export function PowerMenu({ chosen }: { chosen: readonly Cvm[] }) {
  const powerRuns = useSessionPart(powerRunsPart)
  const hasRun = usePowerWork().step !== 'none'
  const possible = useMemo(
    () => powerActions.map((action) => ({ action, count: chosen.filter((cvm) => leftOutOf(action, cvm) === null).length })),
    [chosen],
  )
  const none = chosen.length === 0 ? 'What you ticked is no longer in the fleet.' : null
  const busy = hasRun ? 'See the results of the last run first.' : null
  return (
    <span className="contents" onPointerEnter={preloadDialog} onFocus={preloadDialog}>
      <Menu
        label="Start, restart, shut down or stop"
        icon={Power}
        variant="secondary"
        items={possible.map(({ action, count }) => {
          const { label, icon, isHarsh } = powerTexts[action]
          return {
            id: action,
            label: `${label}${count > 0 && count < chosen.length ? ` ${formatNumber(count)} of ${formatNumber(chosen.length)}` : ''}…`,
            icon,
            ...(isHarsh ? { tone: 'stop' as const } : {}),
            disabledReason: none ?? busy ?? (count === 0 ? 'Not possible for any of these in the state it is in.' : null),
            onSelect: () => powerRuns.ask(action, chosen),
          }
        })}
      >
        Power
      </Menu>
    </span>
  )
}
