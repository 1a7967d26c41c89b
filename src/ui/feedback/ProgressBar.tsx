import { classNames } from '@/ui/layout/class-names.ts'

interface ProgressBarProps {
  label: string
  /** 0 to `max`; leave out when nobody knows how far it is. */
  value?: number
  max?: number
  tone?: 'accent' | 'onchain' | 'verified'
  className?: string
}

const fills = { accent: 'bg-accent', onchain: 'bg-onchain', verified: 'bg-verified' }

/** Progress that reflects progress. Without a value it says only that something is under way. */
export function ProgressBar({ label, value, max = 100, tone = 'accent', className }: ProgressBarProps) {
  const share = value === undefined ? null : Math.min(1, Math.max(0, value / max))
  return (
    <div
      // A `progress` element cannot be styled alike in all browsers.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      className={classNames('h-1 w-full overflow-hidden rounded-full bg-line', className)}
    >
      <div
        // Moved rather than widened: the page needs no layout for it, so what it tells of is not held up.
        className={classNames(
          'h-full rounded-full',
          fills[tone],
          share === null ? 'progress-unknown w-2/5' : 'transition-transform duration-200',
        )}
        style={share === null ? undefined : { transform: `translateX(${(share - 1) * 100}%)` }}
      />
    </div>
  )
}
