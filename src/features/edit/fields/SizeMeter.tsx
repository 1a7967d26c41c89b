import { composeLimitBytes } from '@/domain/units.ts'
import { formatKib } from '@/lib/text-size.ts'
import { classNames } from '@/ui/layout/class-names.ts'

const limitKib = composeLimitBytes / 1024

/** How much of the limit that compose file and script share is used. */
export function SizeMeter({ bytes, own }: { bytes: number; own: number }) {
  const isOver = bytes > composeLimitBytes
  return (
    <span className={classNames('inline-flex items-center gap-2 tabular-nums', isOver ? 'font-medium text-stop' : 'text-muted')}>
      <span aria-hidden className="h-1 w-14 overflow-hidden rounded-full bg-line">
        <span
          className={classNames('block h-full rounded-full', isOver ? 'bg-stop' : 'bg-muted')}
          style={{ width: `${Math.min(100, Math.max(2, (bytes / composeLimitBytes) * 100))}%` }}
        />
      </span>
      <span title="Compose file and script share this limit">
        {formatKib(own)}
        {bytes === own ? null : <span className="sr-only">, together {formatKib(bytes)}</span>} <span className="sr-only">of</span>
        <span aria-hidden>/</span> {limitKib} KiB
      </span>
    </span>
  )
}
