import type { ReactNode } from 'react'
import type { Icon } from './icon.ts'

interface EmptyStateProps {
  icon?: Icon
  title: string
  /** What this place is for and what to do. */
  children?: ReactNode
  actions?: ReactNode
}

/** Nothing here, said in words, with the way on. */
export const EmptyState = ({ icon: IconPart, title, children, actions }: EmptyStateProps) => (
  <div className="flex flex-col items-center px-6 py-14 text-center">
    {IconPart ? <IconPart aria-hidden className="mb-3 size-6 text-muted" strokeWidth={1.5} /> : null}
    <p className="text-14 font-semibold">{title}</p>
    {children ? <div className="mt-1 max-w-md text-13 text-muted">{children}</div> : null}
    {actions ? <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div> : null}
  </div>
)
