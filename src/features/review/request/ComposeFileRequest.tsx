import { useState } from 'react'
import { type ComposeFileSnippets, composeFileSnippets } from '@/updates/plan/compose-file-snippets.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { SegmentedControl } from '@/ui/controls/SegmentedControl.tsx'

const forms: { value: keyof ComposeFileSnippets; label: string }[] = [
  { value: 'json', label: 'JSON' },
  { value: 'curl', label: 'cURL' },
  { value: 'sdk', label: 'SDK' },
]

/** The two requests of a manifest that is sent whole, to read or to send without this console. */
export function ComposeFileRequest({ cvmId, keys }: { cvmId: string; keys: object }) {
  const [form, setForm] = useState<keyof ComposeFileSnippets>('json')
  const snippet = composeFileSnippets(cvmId, keys)[form]
  return (
    <Card title="Requests" padded={false} aside={<CopyButton value={snippet} label="requests" withText />}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3 pb-2">
        <SegmentedControl label="Form of the requests" value={form} onChange={setForm} options={forms} />
        <p className="text-12 text-muted">Two steps: the manifest is given whole, then named by its hash.</p>
      </div>
      <pre
        translate="no"
        // Long lines scroll, and a keyboard has to be able to do that.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label="Requests"
        className="m-4 mt-1 max-h-80 overflow-auto rounded-md border border-line bg-sunken px-3 py-2.5 font-mono text-12 leading-5"
      >
        {snippet}
      </pre>
    </Card>
  )
}
