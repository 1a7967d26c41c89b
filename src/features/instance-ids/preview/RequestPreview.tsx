import { refreshBatchBody, type RefreshOptions } from '@/api/instance-ids.ts'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'

/** The body that goes out, to the letter, for whoever wants to know or to repeat it elsewhere. */
export function RequestPreview({ first, requests, options }: { first: string[]; requests: number; options: RefreshOptions }) {
  const body = JSON.stringify(refreshBatchBody(first, options), null, 2)
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm text-13 text-muted hover:text-text">
        {requests > 1 ? `Request, first of ${requests}` : 'Request'}
      </summary>
      <div className="mt-2 rounded-md border border-line bg-sunken">
        <div className="flex items-center justify-between gap-2 border-b border-line px-3 py-1">
          <code translate="no" className="min-w-0 truncate font-mono text-12">
            PATCH /cvms/instance-ids
          </code>
          <CopyButton value={body} label="request body" />
        </div>
        {/* It scrolls, so a keyboard must be able to reach it. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <section aria-label="Request body" tabIndex={0} className="max-h-56 overflow-auto px-3 py-2">
          <pre translate="no" className="font-mono text-12 leading-4">
            {body}
          </pre>
        </section>
      </div>
    </details>
  )
}
