import type { ReactNode } from 'react'

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
  /**
   * As tall as the window allows, whatever it holds just now: for content that goes on arriving, so that no button moves away under a pointer
   * that is about to press it.
   */
  isTall?: boolean
  children: ReactNode
}
