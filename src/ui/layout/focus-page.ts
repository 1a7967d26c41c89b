/**
 * To the page's heading, which takes the focus, before a press takes its own button away, as "Clear filters" does: the focus would fall to the
 * top of the document.
 */
export const focusHeading = () => document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })

/**
 * Where what had the focus is gone, it would fall to the top of the document: it goes to what a closed dialog leaves on the page, or else to the
 * page's heading, as after a navigation. A focus that is still somewhere on the page stays there.
 */
export function focusPage() {
  const main = document.querySelector('main')
  if (!main || main.contains(document.activeElement) || document.querySelector('[role="dialog"]')) return
  const target = main.querySelector<HTMLElement>('[data-after-dialog]') ?? main.querySelector('h1')
  if (!target) return
  if (target.tagName === 'H1') target.tabIndex = -1
  target.focus({ preventScroll: true })
  // Below what stays at the top of the page.
  const { top, bottom } = target.getBoundingClientRect()
  if (top < 64 || bottom > innerHeight) target.scrollIntoView({ block: 'center' })
}
