import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { diskWireUnit } from '@/domain/units.ts'
import { requestSnippets } from '@/updates/plan/request-snippets.ts'
import { SnippetForms } from '@/ui/code/SnippetForms.tsx'
import { Card } from '@/ui/layout/Card.tsx'

/** The exact request, from the plan that Apply sends, to read or to send without this console. */
export function RequestCard({ cvm, patch }: { cvm: Pick<Cvm, 'id' | 'kms'>; patch: UpdateCvmRequest }) {
  const units = [
    patch.memory === undefined ? null : 'memory is in MB',
    patch.disk_size === undefined ? null : `disk_size is in ${diskWireUnit}`,
  ].filter(Boolean)
  return (
    <Card title="Request">
      <SnippetForms label="Request" snippets={requestSnippets({ cvmId: cvm.id, body: patch, isGoverned: isContractGoverned(cvm) })}>
        <code translate="no" className="font-mono">
          PATCH /cvms/{'{id}'}
        </code>
        {units.length > 0 ? ` · ${units.join(' · ')}` : null}
      </SnippetForms>
    </Card>
  )
}
