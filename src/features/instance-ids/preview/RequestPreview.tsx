import type { RefreshOptions } from '@/api/instance-ids.ts'
import { batchSnippets } from '@/maintenance/instance-ids/batch-snippets.ts'
import { SnippetForms } from '@/ui/code/SnippetForms.tsx'

/** The request that goes out, to the letter, for whoever wants to know or to repeat it elsewhere. */
export function RequestPreview({ first, requests, options }: { first: string[]; requests: number; options: RefreshOptions }) {
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm text-13 text-muted hover:text-text">
        {requests > 1 ? `Request, first of ${requests}` : 'Request'}
      </summary>
      <div className="mt-2">
        <SnippetForms label="Request" snippets={batchSnippets(first, options)}>
          <code translate="no" className="font-mono">
            PATCH /cvms/instance-ids
          </code>
        </SnippetForms>
      </div>
    </details>
  )
}
