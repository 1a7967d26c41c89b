import { useCallback, useEffect, useRef } from 'react'

/** Tells, after a wait, whether what began it is still on the page: somebody who has left must not be led or bound by its answer. */
export function useIsShown(): () => boolean {
  const isShown = useRef(true)
  useEffect(() => {
    isShown.current = true
    return () => {
      isShown.current = false
    }
  }, [])
  return useCallback(() => isShown.current, [])
}
