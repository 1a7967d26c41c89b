import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'
import type { Icon } from './icon.ts'

const tones = { plain: 'border-line', onchain: 'border-onchain/40', changed: 'border-changed/40', stop: 'border-stop/40' }

interface CardProps {
  title?: ReactNode
  icon?: Icon
  /** At the right of the title: a link, a badge, a small button. */
  aside?: ReactNode
  tone?: keyof typeof tones
  /** Set to false for content that brings its own edges, such as a table. */
  padded?: boolean
  className?: string
  children: ReactNode
}

/** A group of facts with a hairline around it. With a title it is a region of the page named by it. */
export function Card({ title, icon: IconPart, aside, tone = 'plain', padded = true, className, children }: CardProps) {
  const titleId = useId()
  return (
    <section
      aria-labelledby={title ? titleId : undefined}
      className={classNames('min-w-0 rounded border bg-raised', tones[tone], className)}
    >
      {title || aside ? (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line px-4 py-2">
          <h2 id={titleId} className={classNames('flex min-w-0 items-center gap-2 text-13 font-semibold', tone === 'stop' && 'text-stop')}>
            {IconPart ? (
              <IconPart aria-hidden className={classNames('size-4 shrink-0', tone === 'stop' ? undefined : 'text-muted')} />
            ) : null}
            {title}
          </h2>
          {aside ? <div className="flex items-center gap-2 text-12 text-muted">{aside}</div> : null}
        </header>
      ) : null}
      <div className={padded ? 'p-4' : ''}>{children}</div>
    </section>
  )
}
