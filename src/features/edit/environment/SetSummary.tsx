import { classNames } from '@/ui/layout/class-names.ts'
import { type RowStanding, rowLook } from './row-look.ts'

const order: RowStanding[] = ['replaced', 'added', 'removed', 'open']

/** The whole set at a glance: how many names stand where. */
export function SetSummary({ counts }: { counts: Record<RowStanding, number> }) {
  const present = order.filter((standing) => counts[standing] > 0)
  return (
    <div className="min-w-0 flex-1 basis-56">
      <div aria-hidden className="flex h-1.5 gap-px overflow-hidden rounded-full bg-line">
        {present.map((standing) => (
          <span key={standing} className={rowLook[standing].bar} style={{ flexGrow: counts[standing] }} />
        ))}
      </div>
      <ul aria-label="The new environment" className="mt-1.5 flex flex-wrap gap-x-4 gap-y-0.5 text-12">
        {present.map((standing) => {
          const { icon: Mark, word } = rowLook[standing]
          return (
            <li key={standing} className={classNames('inline-flex items-center gap-1 tabular-nums', tones[standing])}>
              <Mark aria-hidden className="size-3.5" />
              {counts[standing]} {standing === 'replaced' && counts[standing] > 1 ? 'new values' : word}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

const tones: Record<RowStanding, string> = {
  open: 'font-medium text-caution',
  replaced: 'text-changed',
  added: 'text-accent',
  removed: 'text-stop',
}
