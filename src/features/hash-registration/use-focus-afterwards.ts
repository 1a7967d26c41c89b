import { useEffect } from 'react'

/**
 * What opened the door is gone when it closes, since the update has moved on by then, and the focus would fall to the top of the page; so
 * would that of a page that has nothing left to sign. It goes to what the door leaves on the page, or else to the page's heading, as after a navigation.
 */
export function useFocusAfterwards(isOpen: boolean) {
  useEffect(() => {
    if (!isOpen) return undefined
    return () => void setTimeout(focusPage) // after the dialog itself has tried
  }, [isOpen])
}

function focusPage() {
  const main = document.querySelector('main')
  if (!main || main.contains(document.activeElement) || document.querySelector('[role="dialog"]')) return
  const target = main.querySelector<HTMLElement>('[data-after-door]') ?? main.querySelector('h1')
  if (!target) return
  if (target.tagName === 'H1') target.tabIndex = -1
  target.focus({ preventScroll: true })
  // Below what stays at the top of the page.
  const { top, bottom } = target.getBoundingClientRect()
  if (top < 64 || bottom > innerHeight) target.scrollIntoView({ block: 'center' })
}
