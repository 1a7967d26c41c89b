import { Cpu } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { formatValue } from '@/updates/plan/update-plan.ts'
import { type FieldName, fieldNames, fieldRow, fields } from '@/updates/fields/fields.ts'
import { presentPrice } from '@/updates/plan/cost.ts'
import { Figures } from '@/ui/layout/Figures.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { ChangeLink } from '@/features/cvm/ChangeLink.tsx'

const sizes = fieldNames.filter((name) => fields[name].section === 'resources')

/** As the table writes it, without a unit that says the label again; `null` where it is not reported. */
function sizeText(name: FieldName, cvm: Cvm): string | null {
  const row = fieldRow(name)
  const text = formatValue(name, row.read(cvm, null))
  return row.kind === 'number' && row.unit === row.label ? (text?.replace(` ${row.unit}`, '') ?? null) : text
}

const Balance = optionalPart(() => import('./Balance.tsx').then((module) => module.Balance), {
  name: 'The balance',
  waiting: <p>…</p>,
  missing: () => null,
})

/** Size and price at a glance, the way people compare machines. */
export function ResourcesCard({ cvm }: { cvm: Cvm }) {
  const { gpuCount, instanceType } = cvm.resources
  const price = presentPrice(cvm)
  return (
    <Card
      title="Resources"
      icon={Cpu}
      aside={
        <>
          {instanceType ? (
            <code translate="no" className="font-mono">
              {instanceType}
            </code>
          ) : null}
          <ChangeLink cvmId={cvm.id} field="vcpu" what="the resources" />
        </>
      }
    >
      <dl className="grid grid-cols-2 gap-x-4 gap-y-4 sm:grid-cols-4">
        {sizes.map((name) => (
          <Figure key={name} label={fields[name].label} value={sizeText(name, cvm)} />
        ))}
        <Figure label="GPU" value={gpuCount === null ? null : gpuCount === 0 ? 'none' : String(gpuCount)} />
      </dl>
      <div className="mt-4 space-y-1 border-t border-line pt-3 text-12 text-muted">
        <p>
          {price ? (
            <>
              Computing costs <Figures>{price}</Figures>, as reported.
            </>
          ) : (
            'What computing costs is not reported.'
          )}
          {cvm.status === 'stopped' ? ' While it is stopped, its disk is still paid for.' : null}
        </p>
        <Balance />
      </div>
    </Card>
  )
}

const Figure = ({ label, value }: { label: string; value: string | null }) => (
  <div className="min-w-0">
    <dt className="text-12 text-muted">{label}</dt>
    <dd
      translate={value === null ? undefined : 'no'}
      className={value === null ? 'mt-0.5 text-13 text-muted' : 'mt-0.5 text-20 font-semibold tracking-tight tabular-nums'}
    >
      {value ?? 'not reported'}
    </dd>
  </div>
)
