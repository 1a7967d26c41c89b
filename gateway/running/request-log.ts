/** One answered request, without anything that a person typed: `route` is a template, never a path. */
export interface LoggedRequest {
  method: string
  route: string
  /** A status, or `dropped` where the sandbox was told to hang up. */
  status: number | 'dropped'
  ms: number
  requestId: string
}

export type LogFormat = 'text' | 'json'

/** What a request is written as: words for a terminal, or one JSON object for programs that collect logs. */
export function requestLine({ method, route, status, ms, requestId }: LoggedRequest, format: LogFormat, now: Date): string {
  if (format === 'text') return `${method} ${route} ${status} ${Math.round(ms)}ms ${requestId}`
  const level = typeof status === 'number' && status >= 500 ? 'error' : 'info'
  return JSON.stringify({
    time: now.toISOString(),
    level,
    message: 'request',
    method,
    route,
    status,
    ms: Math.round(ms * 10) / 10,
    requestId,
  })
}

/** Anything else that is said, in the same form. `message` holds nothing of a request. */
export function eventLine(level: 'info' | 'error', message: string, format: LogFormat, now: Date): string {
  return format === 'text' ? message : JSON.stringify({ time: now.toISOString(), level, message })
}

const flushMs = 20

/** Lines are written together, a moment later: a terminal or a pipe that is slow then holds no request up. `flush` writes what is left. */
export function createLineWriter(write: (text: string) => void): { line: (line: string) => void; flush: () => void } {
  let lines: string[] = []
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    if (timer) clearTimeout(timer)
    timer = null
    if (lines.length === 0) return
    const text = `${lines.join('\n')}\n`
    lines = []
    write(text)
  }
  return {
    line(line) {
      lines.push(line)
      timer ??= setTimeout(flush, flushMs)
    },
    flush,
  }
}
