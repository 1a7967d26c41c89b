const units = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const

/** From the largest unit that is in it, as many as `most` units. */
function inUnits(seconds: number, most: number): string {
  const first = units.findIndex(([size]) => seconds >= size)
  let rest = seconds
  const parts = units.slice(first, first + most).flatMap(([size, unit]) => {
    const count = Math.floor(rest / size)
    rest %= size
    return count > 0 ? [`${count} ${unit}`] : []
  })
  return parts.join(' ') || '0 s'
}

/** `1 min 50 s`, `3 h 5 min`, `12 d`. The two largest parts only. */
export const formatDuration = (seconds: number): string => inUnits(Math.max(0, Math.round(seconds)), 2)

/**
 * One unit is enough for an age: nobody needs the seconds of three hours ago. What is longer ago than two months is told in months, and after
 * two years in years: days say nothing then.
 */
function largestPartOfAge(seconds: number): string {
  const days = seconds / 86_400
  if (days >= 731) return `${Math.floor(days / 365.25)} years`
  if (days >= 61) return `${Math.floor(days / 30.44)} months`
  return inUnits(seconds, 1)
}

/** `just now`, `2 min ago`, `3 d ago`, `8 months ago`; in the future `in 14 d`. */
export function formatAge(at: Date | string | number, now: Date): string {
  const seconds = (now.getTime() - new Date(at).getTime()) / 1000
  if (Math.abs(seconds) < 5) return 'just now'
  const age = largestPartOfAge(Math.abs(seconds))
  return seconds > 0 ? `${age} ago` : `in ${age}`
}

/**
 * `21 Nov 2025, 08:14:03 UTC+1`: unmistakable wherever it is read, which a zone's own letters are not. Every page shows times, and making the
 * browser's formatter takes 10 to 50 ms before the first is painted. Throws for what is no time.
 */
export function formatExactTime(at: Date | string | number): string {
  // ECMAScript says how: `Fri Nov 21 2025 08:14:03 GMT+0100`, and then perhaps the zone's name.
  const [, month, day, year, clock, zone] = String(new Date(at)).split(' ')
  const ahead = zone!
    .replace(/GMT(.)0?(\d+)(\d\d)/, 'UTC$1$2:$3')
    .replace(':00', '')
    .replace(/\+0$/, '')
  return `${Number(day)} ${month} ${year}, ${clock} ${ahead}`
}
