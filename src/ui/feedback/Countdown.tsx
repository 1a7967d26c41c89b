import { useSyncExternalStore } from 'react'
import { formatDuration } from '@/lib/durations.ts'

const everySecond = (listener: () => void) => {
  const timer = setInterval(listener, 1000)
  return () => clearInterval(timer)
}
const secondNow = () => Math.floor(Date.now() / 1000)

/** `12 s` until a moment, counted down. A screen reader is not told every second. */
export function Countdown({ to }: { to: string }) {
  const now = useSyncExternalStore(everySecond, secondNow)
  return (
    <span role="timer" className="tabular-nums">
      {formatDuration(Math.max(0, Math.ceil(Date.parse(to) / 1000 - now)))}
    </span>
  )
}
