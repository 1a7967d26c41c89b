import type { UsageReading } from '@/api/machine/usage.ts'
import { formatGb } from '@/domain/units.ts'
import { formatDuration } from '@/lib/durations.ts'
import { Figures } from '@/ui/layout/Figures.tsx'

const width = 240
const height = 32

const gb = (bytes: number) => formatGb(Math.round((bytes / 1024 ** 3) * 10) / 10)

/** Memory over the time that this page was looking, from the least to the most that it saw. The words say the same. */
export function SeenLine({ seen }: { seen: readonly UsageReading[] }) {
  const used = seen.map(({ memoryUsed }) => memoryUsed)
  const [least, most] = [Math.min(...used), Math.max(...used)]
  const [first, last] = [seen[0]!.at, seen.at(-1)!.at] // shown with three readings and more
  const points = seen.map(({ at, memoryUsed }) => {
    const x = last === first ? 0 : ((at - first) / (last - first)) * width
    const y = most === least ? height / 2 : height - 2 - ((memoryUsed - least) / (most - least)) * (height - 4)
    return `${x.toFixed(1)},${y.toFixed(1)}`
  })
  const range = gb(least) === gb(most) ? gb(least) : `${gb(least)} to ${gb(most)}`
  return (
    <figure className="mt-4 border-t border-line pt-3">
      <svg aria-hidden viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" className="h-8 w-full text-accent">
        <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className="mt-1 text-12 text-muted">
        <Figures>{`Seen by this page for ${formatDuration((last - first) / 1000)}: ${range} of memory`}</Figures>
      </figcaption>
    </figure>
  )
}
