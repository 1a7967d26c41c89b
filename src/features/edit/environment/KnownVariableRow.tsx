import { Undo2 } from 'lucide-react'
import { memo } from 'react'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { SegmentedControl } from '@/ui/controls/SegmentedControl.tsx'
import { type EnvDecision, knownRow, valueNote } from '@/updates/environment/environment-set.ts'
import { rowElementId, rowLook } from './row-look.ts'
import { SecretField } from './SecretField.tsx'

interface KnownVariableRowProps {
  name: string
  decision: EnvDecision | undefined
  /** Why it cannot be sent yet. */
  problem: string | null
  /** Complaints are shown once they help: after an attempt to go on. */
  showsProblem: boolean
  onDecide: (name: string, decision: EnvDecision) => void
  onUndecide: (name: string) => void
}

/** A name that the CVM reads now, and what becomes of it. */
export const KnownVariableRow = memo(function KnownVariableRow({
  name,
  decision,
  problem,
  showsProblem,
  onDecide,
  onUndecide,
}: KnownVariableRowProps) {
  const standing = decision?.does === 'remove' ? 'removed' : problem || !decision ? 'open' : 'replaced'
  const { word, tone, icon, edge } = rowLook[standing]
  return (
    <li
      id={rowElementId(knownRow(name))}
      data-open={problem ? '' : undefined}
      className={classNames(
        'grid items-start gap-x-4 gap-y-2 border-l-3 py-2.5 pr-3 pl-3 sm:grid-cols-[minmax(0,13rem)_12rem_minmax(0,1fr)]',
        edge,
      )}
    >
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 sm:min-h-8">
        <code
          translate="no"
          className={classNames('font-mono text-13 font-medium [overflow-wrap:anywhere]', standing === 'removed' && 'line-through')}
        >
          {name}
        </code>
        <Badge tone={tone} icon={icon}>
          {word}
        </Badge>
      </div>
      <div className="flex items-center gap-1">
        <SegmentedControl<'' | EnvDecision['does']>
          label={name}
          value={decision?.does ?? ''}
          onChange={(does) => {
            if (does === 'replace') onDecide(name, { does, value: null })
            else if (does === 'remove') onDecide(name, { does })
          }}
          options={[
            { value: 'replace', label: 'New value' },
            { value: 'remove', label: 'Remove' },
          ]}
        />
        {decision ? (
          <button
            type="button"
            aria-label={`Undo the decision about ${name}`}
            title="Undo"
            onClick={() => onUndecide(name)}
            className="inline-flex size-7 items-center justify-center rounded-sm text-changed hover:bg-changed-soft pointer-coarse:size-11"
          >
            <Undo2 aria-hidden className="size-3.5" />
          </button>
        ) : null}
      </div>
      {decision?.does === 'replace' ? (
        <SecretField
          name={name}
          value={decision.value}
          onChange={(value) => onDecide(name, { does: 'replace', value })}
          problem={showsProblem ? problem : null}
          note={valueNote(decision.value)}
        />
      ) : (
        <p className={classNames('text-12 sm:flex sm:min-h-8 sm:items-center', showsProblem && problem ? 'text-stop' : 'text-muted')}>
          {decision ? 'The CVM no longer gets it.' : 'Give it a new value or remove it.'}
        </p>
      )}
    </li>
  )
})
