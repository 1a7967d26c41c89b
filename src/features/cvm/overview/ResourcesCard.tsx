import { Cpu } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { formatValue } from '@/updates/plan/update-plan.ts'
import { type FieldName, fieldNames, fieldRow, fields } from '@/updates/fields/fields.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { ChangeLink } from '@/features/cvm/ChangeLink.tsx'

const billingWords: Record<string, string> = { hourly: 'an hour', monthly: 'a month' }

const sizes = fieldNames.filter((name) => fields[name].section === 'resources')

/** As the table writes it, without a unit that says the label again; `null` where it is not reported. */
function sizeText(name: FieldName, cvm: Cvm): string | null {
  const row = fieldRow(name)
  const text = formatValue(name, row.read(cvm, null))
  return row.kind === 'number' && row.unit === row.label ? (text?.replace(` ${row.unit}`, '') ?? null) : text
}

/** Size at a glance, the way people compare machines. */
export function ResourcesCard({ cvm }: { cvm: Cvm }) {
  const { gpuCount, instanceType, price, billingPeriod } = cvm.resources
  const period = billingPeriod ? billingWords[billingPeriod] : undefined
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
      {price ? (
        <p className="mt-4 border-t border-line pt-3 text-12 text-muted">
          {/* Dollars, as the vendor's own tools write it; the API names no currency. */}
          Compute costs{' '}
          <span translate="no" className="font-mono text-text tabular-nums">
            ${price}
          </span>{' '}
          {period ?? 'per billing period'}, as reported.
        </p>
      ) : null}
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
