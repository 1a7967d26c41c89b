import { formatNumber } from '@/lib/numbers.ts'
import { classNames } from '@/ui/layout/class-names.ts'
import { type StateGroup, stateGroups } from './fleet-search.ts'

const words: Record<StateGroup, string> = { running: 'Running', changing: 'Changing', stopped: 'Stopped', failed: 'Failed', other: 'Other' }

interface StateChipsProps {
  counts: Record<StateGroup, number>
  all: number
  /** How many there will be, while more are being loaded. */
  of: number | undefined
  chosen: StateGroup[]
  onChange: (chosen: StateGroup[]) => void
}

/** How many there are of each state; each count is a filter. States that nothing is in are left out, unless they are chosen. */
export function StateChips({ counts, all, of, chosen, onChange }: StateChipsProps) {
  const shown = stateGroups.filter((group) => counts[group] > 0 || chosen.includes(group))
  return (
    <fieldset className="flex min-w-0 gap-1.5 -m-0.5 overflow-x-auto p-0.5 md:flex-wrap">
      <legend className="sr-only">Filter by state</legend>
      <Chip label="All" count={all} of={of} isOn={chosen.length === 0} onPress={() => onChange([])} />
      {shown.map((group) => (
        <Chip
          key={group}
          label={words[group]}
          count={counts[group]}
          isOn={chosen.includes(group)}
          tone={group === 'failed' ? 'text-stop' : undefined}
          onPress={() => onChange(chosen.includes(group) ? chosen.filter((other) => other !== group) : [...chosen, group])}
        />
      ))}
    </fieldset>
  )
}

interface ChipProps {
  label: string
  count: number
  of?: number | undefined
  isOn: boolean
  tone?: string | undefined
  onPress: () => void
}

const Chip = ({ label, count, of, isOn, tone, onPress }: ChipProps) => (
  <button
    type="button"
    aria-pressed={isOn}
    onClick={onPress}
    className={classNames(
      'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-full border px-2.5 text-12 font-medium transition-colors duration-100 pointer-coarse:h-11',
      isOn ? 'border-accent bg-accent-soft text-accent' : 'border-line bg-raised text-muted hover:border-edge hover:text-text',
    )}
  >
    <span className={isOn ? undefined : tone}>{label}</span>
    <span translate="no" className="tabular-nums">
      {formatNumber(count)}
      {of ? ` of ${formatNumber(of)}` : null}
    </span>
  </button>
)
