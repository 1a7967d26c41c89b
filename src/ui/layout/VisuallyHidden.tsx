import type { ReactNode } from 'react'

/** Read by screen readers, seen by nobody. */
export const VisuallyHidden = ({ children }: { children: ReactNode }) => <span className="sr-only">{children}</span>
