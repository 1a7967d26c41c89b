import { useEffect } from 'react'

/** The icons that a tab can have besides the console’s own; each is a file of its own in `public`. */
export type TabIcon = 'busy' | 'waiting' | 'done' | 'stop'

/** Gives the tab another icon while the page is open, so that a glance at it is enough; `null` leaves the console’s own. */
export function useTabIcon(icon: TabIcon | null) {
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (!link || icon === null) return undefined
    const own = link.getAttribute('href') ?? ''
    link.setAttribute('href', `/icon-${icon}.svg`)
    return () => link.setAttribute('href', own)
  }, [icon])
}
