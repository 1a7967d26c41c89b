const twoDigits = (part: number) => String(part).padStart(2, '0')

/** A time as a `datetime-local` input wants it: the clock on the wall, to the minute. */
export const localMinute = (at: Date) =>
  `${at.getFullYear()}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}T${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`

/** What such a text names in this browser's time zone. */
export type LocalMinute =
  | { kind: 'once'; at: Date }
  /** The clocks go back: the same hour comes again. In order. */
  | { kind: 'twice'; at: [Date, Date] }
  /** The clocks go forward over it. `instead` is what a `Date` makes of it. */
  | { kind: 'skipped'; instead: Date }

const minuteMs = 60_000
/** Clocks are changed by an hour, and on Lord Howe Island by half of one. */
const changes = [30, 60, -30, -60].map((minutes) => minutes * minuteMs)

/** `null` for what is no time at all. */
export function readLocalMinute(text: string): LocalMinute | null {
  const minute = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d/.exec(text)?.[0]
  const at = new Date(text)
  if (!minute || Number.isNaN(at.getTime())) return null
  // A day that no month has is corrected by nobody: an input does not give one.
  if (localMinute(at) !== minute) return { kind: 'skipped', instead: at }
  const again = changes.map((change) => new Date(at.getTime() + change)).find((other) => localMinute(other) === minute)
  if (!again) return { kind: 'once', at }
  return { kind: 'twice', at: again < at ? [again, at] : [at, again] }
}
