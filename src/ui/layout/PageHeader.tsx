import type { ReactNode } from 'react'

interface PageHeaderProps {
  title: ReactNode
  /** What the browser’s tab says instead of the title, such as how far something is. */
  tabTitle?: string | undefined
  /** Beside the title: a status, a badge. */
  badge?: ReactNode
  /** One line under the title. */
  description?: ReactNode
  actions?: ReactNode
}

/** The page's one `h1`, which also receives the focus after a navigation. */
export function PageHeader({ title, tabTitle, badge, description, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1
            tabIndex={-1}
            data-page-title
            data-tab-title={tabTitle}
            className="min-w-0 text-20 font-semibold tracking-tight [overflow-wrap:anywhere] focus:outline-none"
          >
            {title}
          </h1>
          {badge}
        </div>
        {description ? <div className="mt-1 text-13 text-muted">{description}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  )
}
