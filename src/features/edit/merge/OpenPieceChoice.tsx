import { useId } from 'react'
import type { MergeChoice, OpenPiece } from '@/updates/plan/merge-text.ts'
import { counted } from '@/lib/counted.ts'
import { classNames } from '@/ui/layout/class-names.ts'

interface OpenPieceChoiceProps {
  label: string
  piece: OpenPiece
  choice: MergeChoice | null
  onChoose: (choice: MergeChoice) => void
}

/** Longer sides scroll. */
const sideClass = 'max-h-56 overflow-auto px-3 py-2 font-mono text-12 leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]'

/** Lines that both sides changed: as they were, as each side has them, and which of them the merged text gets. */
export function OpenPieceChoice({ label, piece, choice, onChoose }: OpenPieceChoiceProps) {
  const name = useId()
  return (
    <fieldset className="min-w-0 overflow-hidden rounded-md border border-line bg-raised">
      <legend className="sr-only">{label}</legend>
      <Side title="Before both" lines={piece.before} tone="text-muted" />
      <div className="grid border-t border-line sm:grid-cols-2 sm:divide-x sm:divide-line max-sm:divide-y max-sm:divide-line">
        <Side title="Mine" lines={piece.mine} tone="bg-changed-soft" />
        <Side title="Theirs" lines={piece.theirs} tone="bg-caution-soft" />
      </div>
      <div className="flex flex-wrap gap-x-5 gap-y-2 border-t border-line bg-sunken px-3 py-2">
        {choiceWords.map(([value, words]) => (
          <label key={value} className="flex items-center gap-2 text-13 font-medium">
            <input
              type="radio"
              name={name}
              checked={choice === value}
              onChange={() => onChoose(value)}
              className="radio-dot pointer-coarse:size-5"
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

const choiceWords: [MergeChoice, string][] = [
  ['mine', 'Mine'],
  ['theirs', 'Theirs'],
  ['both', 'Both, mine first'],
]

const Side = ({ title, lines, tone }: { title: string; lines: string[]; tone: string }) => (
  <div className="min-w-0">
    <p className="px-3 pt-2 text-12 font-medium text-muted">{title}</p>
    {lines.length > 0 ? (
      // A keyboard has to be able to scroll what is longer.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      <pre translate="no" tabIndex={0} aria-label={`${title}: ${counted(lines.length, 'line')}`} className={classNames(sideClass, tone)}>
        {lines.join('').replace(/\n$/, '')}
      </pre>
    ) : (
      <p className="px-3 py-2 text-12 text-muted italic">no lines</p>
    )}
  </div>
)
