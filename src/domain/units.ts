/** The API counts memory in MB in a PATCH and in GB in the details (docs/assumptions.md). */
export const mbPerGb = 1024

/** Disk goes out in GB, although one page of the vendor's documentation says MB (docs/assumptions.md). */
export const diskWireUnit = 'GB'

/** The API's limit for the compose file and the pre-launch script together. */
export const composeLimitBytes = 200 * 1024

export const utf8Bytes = (text: string) => new TextEncoder().encode(text).length

export const gbToMb = (gb: number) => gb * mbPerGb
export const mbToGb = (mb: number) => mb / mbPerGb

const upToTwoDigits = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

export const formatGb = (gb: number) => `${upToTwoDigits.format(gb)} GB`
export const formatVcpu = (count: number) => `${count} vCPU`
export const formatKib = (bytes: number) => `${new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(bytes / 1024)} KiB`

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

/** `just now`, `2 min ago`, `3 d ago`; in the future `in 14 d`. */
export function formatAge(at: Date | string, now: Date): string {
  const seconds = (now.getTime() - new Date(at).getTime()) / 1000
  if (Math.abs(seconds) < 5) return 'just now'
  const largest = formatDuration(Math.abs(seconds)).split(' ').slice(0, 2).join(' ')
  return seconds > 0 ? `${largest} ago` : `in ${largest}`
}
