import { useEffect } from 'react'
import { focusPage } from '@/ui/layout/focus-page.ts'

/**
 * What opened the signing dialog is gone when it closes, since the update has moved on by then, and the focus would fall to the top of the page; so
 * would that of a page that has nothing left to sign. It goes to what the signing dialog leaves on the page, or else to the page's heading, as after a navigation.
 */
export function useFocusAfterwards(isOpen: boolean) {
  useEffect(() => {
    if (!isOpen) return undefined
    return () => void setTimeout(focusPage) // after the dialog itself has tried
  }, [isOpen])
}
