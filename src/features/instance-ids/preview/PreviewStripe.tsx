import { Eye } from 'lucide-react'
import type { ReactNode } from 'react'

/** The band that keeps a preview from being taken for the real thing. Sits on top of what it is about and stays in sight. */
export const PreviewStripe = ({ children }: { children: ReactNode }) => (
  <p
    className="flex min-h-9 items-center justify-center gap-2 rounded-t border border-b-0 border-caution/40 px-4 py-1.5 text-center text-13 font-semibold text-caution"
    style={{
      backgroundImage: 'repeating-linear-gradient(-45deg, var(--caution-soft) 0 14px, var(--raised) 14px 28px)',
    }}
  >
    <span className="inline-flex items-center gap-2 rounded-sm bg-raised px-2 py-0.5">
      <Eye aria-hidden className="size-4 shrink-0" />
      {children}
    </span>
  </p>
)
