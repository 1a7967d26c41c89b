import { SlidersHorizontal } from 'lucide-react'
import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { formatValue } from '@/updates/plan/update-plan.ts'
import { fieldNames, fieldRow } from '@/updates/fields/fields.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { ChangeLink } from '@/features/cvm/ChangeLink.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'

// An option belongs to one update; there is nothing of it to show afterwards.
const shown = fieldNames.filter((name) => fieldRow(name).section === 'advanced' && !fieldRow(name).isOption)

/** The settings that have no card of their own. What is never handed out says so. */
export const AdvancedCard = ({ cvm, manifest }: { cvm: Cvm; manifest: AppCompose | null }) => (
  <Card title="Advanced" icon={SlidersHorizontal} aside={<ChangeLink cvmId={cvm.id} field="userConfig" />}>
    <DefinitionList>
      {shown.map((name) => {
        const row = fieldRow(name)
        return (
          <Definition key={name} term={row.label}>
            {row.readBack === 'yes' ? formatValue(name, row.read(cvm, manifest)) : <span className="text-muted">can’t be read back</span>}
          </Definition>
        )
      })}
    </DefinitionList>
  </Card>
)
