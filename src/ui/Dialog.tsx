import { lazy, type ReactNode, Suspense, useState } from 'react'

export interface DialogProps {
  open: boolean
  /** Asked to close: Escape, the close button, a press outside. Ignore it to stay open. */
  onClose: () => void
  title: ReactNode
  description?: ReactNode
  /** Buttons at the bottom, the main one last. */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg'
  tone?: 'plain' | 'onchain'
  /**
   * `trap-focus` lets the pointer reach what lies outside, such as a prompt that a wallet puts into the page; `false` lets the focus leave
   * as well.
   */
  modal?: boolean | 'trap-focus'
  /** A press outside does not close. For dialogs that hold work. */
  isPersistent?: boolean
  children: ReactNode
}

const DialogPopup = lazy(() => import('./DialogPopup.tsx').then((module) => ({ default: module.DialogPopup })))

/** Loads the dialog's code ahead of the press that opens it. */
export const preloadDialog = () => void import('./DialogPopup.tsx')

/** A dialog. Focus goes in when it opens and back to where it was when it closes. Its code loads when one is first opened. */
export function Dialog(props: DialogProps) {
  const [wasOpened, setWasOpened] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const [opener, setOpener] = useState<Element | null>(null)
  if (props.open !== isOpen) {
    setOpen(props.open)
    if (props.open) {
      setWasOpened(true)
      setOpener(document.activeElement) // before anything in the dialog takes the focus
    }
  }
  if (!wasOpened) return null
  return (
    <Suspense fallback={null}>
      <DialogPopup {...props} opener={opener} />
    </Suspense>
  )
}
