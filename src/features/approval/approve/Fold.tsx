import { type ReactNode, useState } from 'react'

interface FoldProps {
  title: string
  /** What is in it is wanted now. It opens by itself when that becomes so, and is otherwise as somebody left it. */
  opens: boolean
  children: ReactNode
}

/** Something that is mostly not wanted, below a line. What was typed into it stays, whatever is read meanwhile. */
export function Fold({ title, opens, children }: FoldProps) {
  const [isOpen, setOpen] = useState(opens)
  const [opened, setOpened] = useState(opens)
  if (opened !== opens) {
    setOpened(opens)
    if (opens) setOpen(true)
  }
  return (
    <details className="mt-3 border-t border-line pt-3" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer rounded-sm text-13 font-medium">{title}</summary>
      {children}
    </details>
  )
}
