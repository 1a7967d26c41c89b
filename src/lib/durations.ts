/** `1 min 50 s`, `3 h 5 min`, `12 d`. The two largest parts only. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ]
  const first = parts.findIndex(([count]) => count > 0)
  if (first === -1) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}

/** One part is enough for an age: nobody needs the seconds of three hours ago. */
function largestPart(seconds: number): string {
  if (seconds >= 86_400) return `${Math.floor(seconds / 86_400)} d`
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h`
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min`
  return `${Math.floor(seconds)} s`
}

/** What is longer ago than two months is told in months, and after two years in years: days say nothing then. */
function largestPartOfAge(seconds: number): string {
  const days = seconds / 86_400
  if (days >= 731) return `${Math.floor(days / 365.25)} years`
  if (days >= 61) return `${Math.floor(days / 30.44)} months`
  return largestPart(seconds)
}

/** `just now`, `2 min ago`, `3 d ago`, `8 months ago`; in the future `in 14 d`. */
export function formatAge(at: Date | string | number, now: Date): string {
  const seconds = (now.getTime() - new Date(at).getTime()) / 1000
  if (Math.abs(seconds) < 5) return 'just now'
  return seconds > 0 ? `${largestPartOfAge(seconds)} ago` : `in ${largestPartOfAge(-seconds)}`
}

/** `21 Nov 2025, 08:14:03 UTC+1`: unmistakable wherever it is read. */
export function formatExactTime(at: Date | string | number): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(at))
}
