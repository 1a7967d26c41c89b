import { counted } from '@/lib/counted.ts'
import { formatNumber } from '@/lib/numbers.ts'
import { logBytes } from '@/api/logs/log-bytes.ts'
import type { LogReading } from './use-log.ts'

interface Shown {
  /** What stands on the page while others come in; `null` where they are shown at once. */
  paused: LogReading | null
  /** How many lines are shown, and how many hold what was looked for; `null` where nothing was. */
  shown: number
  found: number | null
}

const count = (lines: number) => counted(lines, 'line')
const everRead = ({ dropped, lines }: LogReading) => dropped + lines.length
const limit = `${logBytes / 1024 / 1024} MiB`

const how: Record<LogReading['state'], string> = {
  reading: 'being read',
  following: 'new lines come in by themselves',
  ended: 'read to its end',
  cut: `cut off after ${limit}: newer lines are missing; ask for fewer lines`,
  failed: 'the connection was lost',
}

/** How a log stands: what is shown of it, whether it goes on, and what of it is missing. */
export function logStanding(reading: LogReading, { paused, shown, found }: Shown): string {
  const { lines, dropped } = paused ?? reading
  const what = found === null ? count(shown) : `found in ${count(found)} of ${formatNumber(lines.length)}`
  const now = reading.state === 'ended' && everRead(reading) === 0 ? 'nothing was printed' : how[reading.state]
  return [
    what,
    ...(paused ? [`paused, ${count(everRead(reading) - everRead(paused))} came since`] : []),
    ...(paused && reading.state === 'following' ? [] : [now]),
    ...(dropped > 0 ? [`${count(dropped)} before these were dropped`] : []),
  ].join(' · ')
}
