import { useEffect, useState } from 'react'

/** A wallet that shows nothing for this long was probably overlooked. */
const patienceMs = 10_000

/** Whether one thing has been going on for longer than a person waits without wondering; `null` while nothing is. */
export function useTakesLong(what: string | null): boolean {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (what === null) return undefined
    const timer = setTimeout(() => setLong(true), patienceMs)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [what])
  return isLong
}
