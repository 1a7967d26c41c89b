import { startTransition, useDeferredValue, useEffect, useState } from 'react'

/** index.html says that the page loads until the first one is there. */
const isFirstLoad = () => document.getElementById('starting') !== null

/**
 * Whether what stands below a page's header is to be shown, once it `isReady`. On a first load that comes after the header was painted, and is
 * made in pieces that leave the page responsive; on a way within the console at once, or Back would not find the place where one was.
 */
export function useDueBelow(isReady: boolean): boolean {
  const [isFirst] = useState(isFirstLoad)
  return useDeferredValue(isReady, isReady && !isFirst)
}

/** Whether what does not fit a window is to be shown as well: on a first load in a step of its own, after what fits one is there. */
export function useRestDue(isBegun: boolean): boolean {
  const [isDue, setDue] = useState(() => !isFirstLoad())
  useEffect(() => {
    if (isBegun) startTransition(() => setDue(true))
  }, [isBegun])
  return isDue
}
