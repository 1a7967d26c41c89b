import type { Operation } from '@/api/schemas/operation.ts'
import { formatDuration } from '@/lib/durations.ts'

/** How long operations of one kind took on one CVM, in seconds. */
export interface OwnDurations {
  /** How many completed. */
  count: number
  /** Median; `null` with fewer than three of them, which would be an anecdote. */
  usual: number | null
  longest: number | null
}

const samplesNeeded = 3

/** By the CVM's own history; records without a kind are of none (`null`). What was cut short or failed tells nothing of how long one that completes takes. */
export function ownDurations(operations: readonly Operation[], type: string | null): OwnDurations {
  const seconds = operations
    .filter((operation) => type !== null && operation.type === type && operation.status === 'completed')
    .flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs / 1000]))
    .sort((a, b) => a - b)
  const count = seconds.length
  if (count < samplesNeeded) return { count, usual: null, longest: null }
  const middle = count >> 1
  const usual = count % 2 ? seconds[middle]! : (seconds[middle - 1]! + seconds[middle]!) / 2
  return { count, usual, longest: seconds.at(-1)! }
}

/** A median is passed by half of all. From here on it is worth a word. */
const worthAWord = 1.5

/** Said of an operation that has run for so many seconds; `null` while nothing is out of the ordinary, or nothing is known to compare with. */
export function slownessWords({ count, usual, longest }: OwnDurations, elapsedSeconds: number): string | null {
  if (usual === null || longest === null) return null
  if (elapsedSeconds > longest && elapsedSeconds > usual * worthAWord) {
    return `longer than any of its last ${count} (${formatDuration(longest)} at worst)`
  }
  return elapsedSeconds > usual * worthAWord ? `slower than usual (${formatDuration(usual)})` : null
}
