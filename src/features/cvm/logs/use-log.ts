import { useEffect, useState } from 'react'
import { readLog } from '@/api/logs/read-log.ts'
import { createLogLines } from './log-lines.ts'

export interface LogReading {
  lines: readonly string[]
  /** Earlier lines that were let go. */
  dropped: number
  /** `cut`: what comes after the first `logBytes` was not handed out. */
  state: 'reading' | 'following' | 'ended' | 'cut' | 'failed'
  error: Error | null
}

/** At most so often is the page drawn anew, however much comes in. */
const drawMs = 200

const nothingYet: LogReading = { lines: [], dropped: 0, state: 'reading', error: null }

interface LogSource {
  cvmId: string
  logId: string
  /** How many of the newest lines to begin with. */
  tail: number
  follow: boolean
  /** Counts how often it was asked anew. */
  attempt: number
}

/** One log, read while it is shown. */
export function useLog({ cvmId, logId, tail, follow, attempt }: LogSource): LogReading {
  const [reading, setReading] = useState(nothingYet)
  useEffect(() => {
    const stop = new AbortController()
    const lines = createLogLines()
    let timer: ReturnType<typeof setTimeout> | undefined
    const draw = (state: LogReading['state'], error: Error | null = null) => {
      clearTimeout(timer)
      timer = undefined
      setReading({ lines: lines.read(), dropped: lines.dropped(), state, error })
    }
    const drawSoon = () => {
      timer ??= setTimeout(() => draw(follow ? 'following' : 'reading'), drawMs)
    }
    // oxlint-disable-next-line react/set-state-in-effect -- another log begins empty
    setReading(nothingYet)
    readLog(
      { cvmId, logId, tail, follow },
      {
        signal: stop.signal,
        onOpen: drawSoon,
        onText(text) {
          lines.append(text)
          drawSoon()
        },
      },
    ).then(
      (handedOut) => (stop.signal.aborted ? undefined : draw(handedOut === 'cut' ? 'cut' : 'ended')),
      (error: unknown) => (stop.signal.aborted ? undefined : draw('failed', error instanceof Error ? error : new Error(String(error)))),
    )
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies -- another attempt asks the same once more
  }, [cvmId, logId, tail, follow, attempt])
  return reading
}
