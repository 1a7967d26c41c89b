import { type RefObject, useEffect, useState } from 'react'

/** How far from the part of the page in sight counts as near. */
const nearPx = 200

/** Whether an element has been in sight, or nearly; it stays so from then on. `isNearAnyway`: nobody needs to look. */
export function useCameNear(element: RefObject<Element | null>, isNearAnyway: boolean): boolean {
  const [isNear, setNear] = useState(isNearAnyway || !('IntersectionObserver' in globalThis))
  useEffect(() => {
    if (isNear || !element.current) return undefined
    const look = (seen: IntersectionObserverEntry[]) => seen.some(({ isIntersecting }) => isIntersecting) && setNear(true)
    const observer = new IntersectionObserver(look, { rootMargin: `${nearPx}px 0px` })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element, isNear])
  return isNear
}
