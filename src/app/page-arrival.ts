import type { AnyRouter } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { afterPaint } from '@/ui/layout/after-paint.ts'
import { keepErrorPages } from './error-pages.ts'
import { keepFocusOnPage } from './shell/keep-focus.ts'
import { fetchOwnFont } from './shell/own-font.ts'

const site = 'CVM console'

/** Most pages are there sooner, and follow the one before at once; what says that one loads does not flash by. */
const pendingMs = 200

/**
 * The document is named after the page's `h1`, or what that says for the tab, and after a navigation the focus goes there: a screen reader says where one is, and Tab goes
 * on from the page and not from the link that is gone. A first load and a changed filter leave the focus alone, and so does a page that put it
 * into a field itself. From then on failures lead to the support details as well, which `show` puts above every page:
 * nothing of either is needed for the first one.
 */
export function watchArrivals(router: AnyRouter, show: (above: () => ComponentType) => void): () => void {
  // Named here and not above: what the first page loads would else name all that this needs.
  void import('@/features/support/SupportDoor.tsx').then(
    ({ SupportDoor }) => show(() => SupportDoor),
    () => {},
  )
  let isFocusDue = false
  const onArrival = () => {
    const heading = document.querySelector('h1')
    if (!heading) return
    const starting = document.getElementById('starting') // what index.html says until a page is there
    starting?.remove()
    if (starting) {
      afterPaint(fetchOwnFont)
      router.update({ ...router.options, defaultPendingMs: pendingMs, defaultPendingMinMs: pendingMs })
      router.routesById['/_console']?.update({ pendingMs })
    }
    const title = `${heading.dataset['tabTitle'] ?? heading.textContent} · ${site}`
    if (document.title !== title) document.title = title
    if (!isFocusDue) return
    isFocusDue = false
    // The page put it where the person wants to go on, such as a refused field.
    if (document.activeElement?.matches('main :is(input, textarea, select, [contenteditable], [data-code-editor])')) return
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  }
  const stopListening = router.subscribe('onBeforeNavigate', ({ pathChanged, fromLocation }) => {
    isFocusDue = pathChanged && fromLocation !== undefined
  })
  const stopResolved = router.subscribe('onResolved', onArrival)
  // Headings also arrive late or change, such as a name that is loaded.
  const observer = new MutationObserver(() => {
    if (router.state.status === 'idle') onArrival()
  })
  observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributeFilter: ['data-tab-title'] })
  onArrival()
  const endKeeping = [keepFocusOnPage(), keepErrorPages(router)]
  return () => {
    for (const end of endKeeping) end()
    stopListening()
    stopResolved()
    observer.disconnect()
  }
}
