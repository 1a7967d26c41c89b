import { useState } from 'react'
import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { diskWireUnit } from '@/domain/units.ts'
import { requestSnippets, type Snippets } from '@/updates/plan/request-snippets.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { SegmentedControl } from '@/ui/controls/SegmentedControl.tsx'

const forms: { value: keyof Snippets; label: string }[] = [
  { value: 'json', label: 'JSON' },
  { value: 'curl', label: 'cURL' },
  { value: 'sdk', label: 'SDK' },
  { value: 'cli', label: 'CLI' },
]

/** The exact request, from the plan that Apply sends, to read or to send without this console. */
export function RequestCard({ cvm, patch }: { cvm: Pick<Cvm, 'id' | 'kms'>; patch: UpdateCvmRequest }) {
  const [form, setForm] = useState<keyof Snippets>('json')
  const snippet = requestSnippets({ cvmId: cvm.id, body: patch, isGoverned: isContractGoverned(cvm) })[form]
  const units = [
    patch.memory === undefined ? null : 'memory is in MB',
    patch.disk_size === undefined ? null : `disk_size is in ${diskWireUnit}`,
  ].filter(Boolean)
  return (
    <Card
      title="Request"
      padded={false}
      aside={<CopyButton value={snippet} label={forms.find(({ value }) => value === form)?.label ?? 'request'} withText />}
    >
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3 pb-2">
        <SegmentedControl label="Form of the request" value={form} onChange={setForm} options={forms} />
        <p className="text-12 text-muted">
          <code translate="no" className="font-mono">
            PATCH /cvms/{'{id}'}
          </code>
          {units.length > 0 ? ` · ${units.join(' · ')}` : null}
        </p>
      </div>
      <pre
        translate="no"
        // Long lines scroll, and a keyboard has to be able to do that.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label="Request"
        className="m-4 mt-1 max-h-80 overflow-auto rounded-md border border-line bg-sunken px-3 py-2.5 font-mono text-12 leading-5"
      >
        {snippet}
      </pre>
    </Card>
  )
}
