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
      'rounded-sm text-accent underline decoration-accent/40 underline-offset-4 [overflow-wrap:anywhere] hover:decoration-accent',
      className,
    )}
  >
    {children}
    <ArrowUpRight aria-hidden className="ml-1 inline size-3.5 align-[-0.15em]" />
    <span className="sr-only">(opens in a new tab)</span>
  </a>
)
