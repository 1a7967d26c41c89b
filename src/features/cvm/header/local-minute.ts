const twoDigits = (part: number) => String(part).padStart(2, '0')

/** A time as a `datetime-local` input wants it: the clock on the wall, to the minute. */
export const localMinute = (at: Date) =>
  `${at.getFullYear()}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}T${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`

/** The time that such a text names; `null` for anything else. */
export function parseLocalMinute(text: string): Date | null {
  if (!/^\d{4,6}-\d\d-\d\dT\d\d:\d\d/.test(text)) return null
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? null : at
}
