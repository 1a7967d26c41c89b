import { afterPaint } from '@/ui/layout/after-paint.ts'
import { focusPage } from '@/ui/layout/focus-page.ts'

/**
 * What has the focus can go by itself, as a notice does whose trouble has passed, and a browser then says nothing and begins at the top of the
 * document again. From now on the focus goes to the dialog that is open, or as `focusPage` says. Whoever knows a better place has until the
 * next picture is on screen. Returns how to end it.
 */
export function keepFocusOnPage(): () => void {
  let last: Node | null = null
  let callOff: (() => void) | undefined
  const onFocus = ({ target }: FocusEvent) => (last = target as Node)
  // Somebody who clicked beside it has left it. What is taken away is still in the page while some browsers say that it lost the focus.
  const onBlur = ({ target, relatedTarget }: FocusEvent) => {
    if (!relatedTarget) queueMicrotask(() => (target as Node).isConnected && isNowhere() && (last = null))
  }
  const observer = new MutationObserver(() => {
    if (!last || last.isConnected) return
    last = null
    callOff?.()
    callOff = afterPaint(() => {
      if (!isNowhere()) return
      const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"]')
      if (dialogs.length > 0) dialogs[dialogs.length - 1]!.focus()
      else focusPage()
    })
  })
  document.addEventListener('focusin', onFocus)
  document.addEventListener('focusout', onBlur)
  observer.observe(document.body, { childList: true, subtree: true })
  return () => {
    document.removeEventListener('focusin', onFocus)
    document.removeEventListener('focusout', onBlur)
    observer.disconnect()
    callOff?.()
  }
}

/** Nothing has the focus. */
const isNowhere = () => document.activeElement === document.body || document.activeElement === null
