import { formatAge, formatExactTime } from '@/lib/durations.ts'
import { useNow } from './use-now.ts'
import { useTooltip } from '@/ui/overlay/use-tooltip.tsx'

interface AgeProps {
  at: Date | string | number
  /** Whose clock wrote it; without, this computer's. */
  by?: 'server'
  /** One of hundreds, as in a table: the exact time only on hover. */
  plain?: boolean
}

/**
 * `2 min ago`, with the exact time on hover and touch. It is text and no stop for the keyboard: where the moment matters, the details of the row
 * hold it written out.
 */
export function Age({ at, by, plain = false }: AgeProps) {
  const now = useNow(by)
  const exact = formatExactTime(at)
  const tip = useTooltip(plain ? null : exact)
  return (
    <>
      <time
        dateTime={new Date(at).toISOString()}
        title={plain ? exact : undefined}
        className={`tabular-nums ${plain ? '' : 'cursor-help underline decoration-line decoration-dotted underline-offset-4'}`}
        {...tip.trigger}
      >
        {formatAge(at, new Date(now))}
      </time>
      {tip.bubble}
    </>
  )
}
