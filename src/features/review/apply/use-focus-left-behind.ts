import { type RefObject, useLayoutEffect } from 'react'
import { focusPage } from '@/ui/layout/focus-page.ts'

/** What goes while it holds the focus leaves it to the page's heading, which says what happens next; otherwise it would fall to the document. */
export function useFocusLeftBehind(ref: RefObject<HTMLElement | null>) {
  useLayoutEffect(() => {
    const element = ref.current
    return () => {
      if (!element?.contains(document.activeElement)) return
      setTimeout(() => {
        if (document.activeElement === document.body) focusPage()
      })
    }
  }, [ref])
}
