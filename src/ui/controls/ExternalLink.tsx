import { ArrowUpRight } from 'lucide-react'
import { classNames } from '@/ui/layout/class-names.ts'

/** So many characters go to the next line together with the arrow, which would stand there alone otherwise. */
const beforeArrow = 8

/** A link to another place of the web, in a new tab that learns nothing about this one. */
export const ExternalLink = ({ href, className, children }: { href: string; className?: string; children: string }) => (
  <a
    href={href}
    target="_blank"
    rel="noopener noreferrer"
    className={classNames(
      'rounded-sm text-accent underline decoration-accent/40 underline-offset-4 [overflow-wrap:anywhere] hover:decoration-accent',
      className,
    )}
  >
    {children.slice(0, -beforeArrow)}
    <span className="whitespace-nowrap">
      {children.slice(-beforeArrow)}
      <ArrowUpRight aria-hidden className="ml-1 inline size-3.5 align-[-0.15em]" />
    </span>
    <span className="sr-only">(opens in a new tab)</span>
  </a>
)
