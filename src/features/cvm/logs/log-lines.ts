/** The lines of a log as they come in, bit by bit. Only the newest are kept. */
export interface LogLines {
  append: (text: string) => void
  /** Complete lines, and the one that is being written. The same array until something is appended. */
  read: () => readonly string[]
  /** How many earlier lines were let go. */
  dropped: () => number
}

/** What a page keeps: ten MiB of ordinary lines. */
const mostKept = 100_000

/** A line that draws over itself, such as a progress bar, is what it drew last. */
const lastDrawn = (line: string) => {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  return text.slice(text.lastIndexOf('\r') + 1)
}

export function createLogLines(most = mostKept): LogLines {
  let complete: string[] = []
  let rest = ''
  let letGo = 0
  let known: readonly string[] | null = null
  return {
    append(text) {
      if (text === '') return
      known = null
      const parts = (rest + text).split('\n')
      rest = parts.pop() ?? ''
      for (const part of parts) complete.push(lastDrawn(part))
      // Seldom, since it moves everything.
      if (complete.length > most * 1.2) {
        letGo += complete.length - most
        complete = complete.slice(-most)
      }
    },
    read: () => (known ??= rest === '' ? complete.slice() : [...complete, lastDrawn(rest)]),
    dropped: () => letGo,
  }
}

const time = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) /

/** Splits the time from a line that begins with one, as Docker writes it. */
export function splitTime(line: string): { time: string | null; text: string } {
  const found = time.exec(line)
  return found ? { time: found[1]!, text: line.slice(found[0].length) } : { time: null, text: line }
}
