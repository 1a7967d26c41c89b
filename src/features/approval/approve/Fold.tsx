import { type ReactNode, useState } from 'react'

interface FoldProps {
  title: string
  /** What is in it is wanted now. It opens by itself when that becomes so, and is otherwise as somebody left it. */
  opens: boolean
  /** By itself or by a press. */
  onOpen?: () => void
  /** Instead of a line above it. */
  className?: string
  children: ReactNode
}

/** Something that is mostly not wanted. What was typed into it stays, whatever is read meanwhile. */
export function Fold({ title, opens, onOpen, className = 'mt-3 border-t border-line pt-3', children }: FoldProps) {
  const [isOpen, setOpen] = useState(opens)
  const [opened, setOpened] = useState(opens)
  if (opened !== opens) {
    setOpened(opens)
    if (opens) setOpen(true)
  }
  return (
    <details
      className={className}
      open={isOpen}
      onToggle={(event) => {
        // What opens within it is none of its own.
        if (event.target !== event.currentTarget) return
        setOpen(event.currentTarget.open)
        if (event.currentTarget.open) onOpen?.()
      }}
    >
      <summary className="cursor-pointer rounded-sm text-13 font-medium">{title}</summary>
      {children}
    </details>
  )
}
