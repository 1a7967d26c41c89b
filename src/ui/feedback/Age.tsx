import { formatAge, formatExactTime } from '@/lib/durations.ts'
import { useNow } from './use-now.ts'
import { useTooltip } from '@/ui/overlay/use-tooltip.tsx'

interface AgeProps {
  at: Date | string | number
  /** Whose clock wrote it; without, this computer's. */
  by?: 'server'
  /** Inside a table row: no focus stop of its own, the exact time only on hover. */
  plain?: boolean
}

/** `2 min ago`, with the exact time on hover, focus and touch. */
export function Age({ at, by, plain = false }: AgeProps) {
  const now = useNow(by)
  const exact = formatExactTime(at)
  const text = formatAge(at, new Date(now))
  const tip = useTooltip(plain ? null : exact)
  const time = (
    <time dateTime={new Date(at).toISOString()} title={plain ? exact : undefined} className="tabular-nums">
      {text}
    </time>
  )
  if (plain) return time
  return (
    <>
      <button
        type="button"
        className="cursor-help rounded-sm underline decoration-line decoration-dotted underline-offset-4"
        {...tip.trigger}
        onClick={(event) => tip.show(event.currentTarget)}
      >
        {time}
      </button>
      {tip.bubble}
    </>
  )
}
