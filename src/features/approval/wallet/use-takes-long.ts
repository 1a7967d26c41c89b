import { useEffect, useState } from 'react'

/** A wallet that shows nothing for this long was probably overlooked. */
const patienceMs = 10_000

/** Whether something has been going on for longer than a person waits without wondering. */
export function useTakesLong(isRunning: boolean): boolean {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (!isRunning) return undefined
    const timer = setTimeout(() => setLong(true), patienceMs)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [isRunning])
  return isLong
}
