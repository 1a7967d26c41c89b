import { FileJson2 } from 'lucide-react'
import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { formatValue } from '@/updates/plan/update-plan.ts'
import { fieldNames, fieldRow } from '@/updates/fields/fields.ts'
import { ChangeLink } from '@/features/cvm/ChangeLink.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'

const shown = fieldNames.filter((name) => fieldRow(name).section === 'appCompose')

/** What the manifest says besides its files, names and visibility. Nothing without a manifest, which other cards say. */
export const AppComposeCard = ({ cvm, manifest }: { cvm: Cvm; manifest: AppCompose | null }) =>
  manifest ? (
    <Card title="App compose (advanced)" icon={FileJson2} aside={<ChangeLink cvmId={cvm.id} field="secureTime" what="App compose" />}>
      <DefinitionList>
        {shown.map((name) => (
          <Definition key={name} term={fieldRow(name).label}>
            {formatValue(name, fieldRow(name).read(cvm, manifest)) ?? <span className="text-muted">not set</span>}
          </Definition>
        ))}
      </DefinitionList>
    </Card>
  ) : null
