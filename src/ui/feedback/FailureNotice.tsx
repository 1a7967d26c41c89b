import type { ReactNode } from 'react'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { Notice } from './Notice.tsx'

export interface FailureNoticeProps {
  /** What happened. */
  title: string
  /** The server's own words, shown as a quotation. */
  message?: string | null | undefined
  /** What is still safe. */
  safe: string
  /** What to do now. */
  next: string
  requestId?: string | null | undefined
  code?: string | null | undefined
  /** More lines for "Copy details", such as the status. Never secrets. */
  details?: string | null | undefined
  actions?: ReactNode
  /** Facts beside the advice, such as messages about single fields. */
  children?: ReactNode
}

/** An error for a person with a next step. Shown once, where the action was. */
export function FailureNotice({ title, message, safe, next, requestId, code, details, actions, children }: FailureNoticeProps) {
  const report = [title, message, details, code && `Code: ${code}`, requestId && `Request id: ${requestId}`].filter(Boolean).join('\n')
  return (
    <Notice tone="stop" role="alert" title={title} actions={actions}>
      {message ? <p className="border-l-2 border-stop/40 pl-2">{message}</p> : null}
      <p>{safe}</p>
      <p>{next}</p>
      {children}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-1 text-12 text-muted">
        {code ? (
          <span translate="no" className="font-mono">
            {code}
          </span>
        ) : null}
        {requestId ? (
          <span>
            Request id{' '}
            <span translate="no" className="font-mono">
              {requestId}
            </span>
          </span>
        ) : null}
        <CopyButton value={report} label="details" withText className="-ml-1.5" />
      </div>
    </Notice>
  )
}
