import { ArrowUpRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A link to another place of the web, in a new tab that learns nothing about this one. */
export const ExternalLink = ({ href, className, children }: { href: string; className?: string; children: ReactNode }) => (
  <a
    href={href}
    target="_blank"
    rel="noopener noreferrer"
    className={classNames(
      'inline-flex max-w-full min-w-0 items-center gap-1 rounded-sm text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent',
      className,
    )}
  >
    <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    <ArrowUpRight aria-hidden className="size-3.5 shrink-0" />
    <span className="sr-only">(opens in a new tab)</span>
  </a>
)
