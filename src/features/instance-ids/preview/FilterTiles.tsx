import { formatNumber } from '@/lib/numbers.ts'
import { classNames } from '@/ui/layout/class-names.ts'

export interface FilterTile<Value extends string> {
  value: Value
  label: string
  count: number
  /** What it means, read and shown on hover. */
  meaning: string
  tone?: 'changed' | 'caution' | 'stop' | 'plain'
}

interface FilterTilesProps<Value extends string> {
  label: string
  tiles: FilterTile<Value>[]
  /** `null` shows all rows. */
  value: Value | null
  onChange: (value: Value | null) => void
}

const counts = { changed: 'text-changed', caution: 'text-caution', stop: 'text-stop', plain: 'text-text' }

/** Counts that filter what is below them; a second press shows everything again. */
export function FilterTiles<Value extends string>({ label, tiles, value, onChange }: FilterTilesProps<Value>) {
  return (
    <fieldset className="grid min-w-0 grid-cols-2 gap-2 sm:grid-cols-[repeat(auto-fit,minmax(7.5rem,1fr))]">
      <legend className="sr-only">{label}</legend>
      {tiles.map((tile) => {
        const isPressed = tile.value === value
        return (
          <button
            key={tile.value}
            type="button"
            aria-pressed={isPressed}
            title={tile.meaning}
            onClick={() => onChange(isPressed ? null : tile.value)}
            className={classNames(
              'min-w-0 rounded-md border px-3 py-2 text-left transition-colors duration-100 hover:border-edge',
              isPressed ? 'border-accent bg-accent-soft' : 'border-line bg-raised',
            )}
          >
            <span
              translate="no"
              className={classNames(
                'block text-20 font-semibold tabular-nums',
                tile.count === 0 ? 'text-muted' : counts[tile.tone ?? 'plain'],
              )}
            >
              {formatNumber(tile.count)}
            </span>
            <span className="block text-12 text-muted">{tile.label}</span>
          </button>
        )
      })}
    </fieldset>
  )
}
