import { Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'

/** Puts a field's stored value back. */
export const UndoButton = ({ what, onClick }: { what: ReactNode; onClick: () => void }) => (
  <button
    type="button"
    onClick={onClick}
    className="inline-flex h-6 shrink-0 items-center gap-1 rounded-sm px-1 text-12 font-medium text-changed hover:bg-changed-soft"
  >
    <Undo2 aria-hidden className="size-3" />
    Undo <span className="sr-only">the change of {what}</span>
  </button>
)
