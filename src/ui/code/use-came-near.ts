import { type RefObject, useEffect, useState } from 'react'

/** How far below or above what is in sight counts as near, once the page has been moved: somebody is on the way. */
const nearPx = 200

/**
 * Whether an element has been in sight, or has come near it on a page that was scrolled; it stays so from then on. `isNearAnyway`: nobody needs
 * to look.
 */
export function useCameNear(element: RefObject<Element | null>, isNearAnyway: boolean): boolean {
  const [isNear, setNear] = useState(isNearAnyway || !('IntersectionObserver' in globalThis))
  useEffect(() => {
    const target = element.current
    if (isNear || !target) return undefined
    let observer: IntersectionObserver | undefined
    const look = (seen: IntersectionObserverEntry[]) => seen.some(({ isIntersecting }) => isIntersecting) && setNear(true)
    const watch = (marginPx: number) => {
      observer?.disconnect()
      observer = new IntersectionObserver(look, { rootMargin: `${marginPx}px 0px` })
      observer.observe(target)
    }
    const watchAround = () => watch(nearPx)
    watch(0)
    window.addEventListener('scroll', watchAround, { once: true, passive: true })
    return () => {
      observer?.disconnect()
      window.removeEventListener('scroll', watchAround)
    }
  }, [element, isNear])
  return isNear
}
