import { Cpu } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { formatGb } from '@/domain/units.ts'
import { Card } from '@/ui/layout/Card.tsx'

const billingWords: Record<string, string> = { hourly: 'an hour', monthly: 'a month' }

/** Size at a glance, the way people compare machines. */
export function ResourcesCard({ cvm: { resources } }: { cvm: Cvm }) {
  const { vcpu, memoryGb, diskGb, gpuCount, instanceType, price, billingPeriod } = resources
  const period = billingPeriod ? billingWords[billingPeriod] : undefined
  return (
    <Card
      title="Resources"
      icon={Cpu}
      aside={
        instanceType ? (
          <code translate="no" className="font-mono">
            {instanceType}
          </code>
        ) : undefined
      }
    >
      <dl className="grid grid-cols-2 gap-x-4 gap-y-4 sm:grid-cols-4">
        <Figure label="vCPU" value={vcpu === null ? null : String(vcpu)} />
        <Figure label="Memory" value={memoryGb === null ? null : formatGb(memoryGb)} />
        <Figure label="Disk" value={diskGb === null ? null : formatGb(diskGb)} />
        <Figure label="GPU" value={gpuCount === null ? null : gpuCount === 0 ? 'none' : String(gpuCount)} />
      </dl>
      {price ? (
        <p className="mt-4 border-t border-line pt-3 text-12 text-muted">
          Compute costs{' '}
          <span translate="no" className="font-mono text-text tabular-nums">
            {price}
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
