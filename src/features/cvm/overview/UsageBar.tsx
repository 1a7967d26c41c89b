import { formatGb } from '@/domain/units.ts'

interface UsageBarProps {
  label: string
  /** Bytes; `null` = not reported. */
  used: number | null
  total: number | null
}

const gb = (bytes: number) => formatGb(Math.round((bytes / 1024 ** 3) * 10) / 10)

/** So much of so much, as a bar and in numbers. */
export function UsageBar({ label, used, total }: UsageBarProps) {
  if (used === null || total === null || total <= 0) {
    return (
      <p className="flex justify-between gap-3 text-12">
        <span className="font-medium">{label}</span>
        <span className="text-muted">not reported</span>
      </p>
    )
  }
  const share = Math.min(1, Math.max(0, used / total))
  const words = `${gb(used)} of ${gb(total)}`
  return (
    <div>
      <p className="mb-1 flex justify-between gap-3 text-12">
        <span className="font-medium">{label}</span>
        <span translate="no" className="text-muted tabular-nums">
          {words}
        </span>
      </p>
      <div
        // A `meter` element cannot be styled alike in all browsers.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={words}
        className="h-1.5 w-full overflow-hidden rounded-full bg-line"
      >
        <div
          className={share > 0.9 ? 'h-full rounded-full bg-caution' : 'h-full rounded-full bg-accent'}
          style={{ width: `${share * 100}%` }}
        />
      </div>
    </div>
  )
}
