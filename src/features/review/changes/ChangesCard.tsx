import { ArrowRight } from 'lucide-react'
import type { EditValues } from '@/updates/fields/fields.ts'
import type { UpdatePlan } from '@/updates/plan/update-plan.ts'
import { Figures } from '@/ui/layout/Figures.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { DiffView } from '@/ui/code/diff/DiffView.tsx'
import { FieldTable } from './FieldTable.tsx'

interface ChangesCardProps {
  plan: UpdatePlan
  baseline: EditValues
  values: EditValues
}

/** Before and after: values in a table, texts as a difference. */
export function ChangesCard({ plan: { changes }, baseline, values }: ChangesCardProps) {
  const lines = changes.filter(({ kind }) => kind !== 'text')
  const texts = changes.filter(({ kind }) => kind === 'text')
  return (
    <Card title={changes.length === 1 ? '1 change' : `${changes.length} changes`} padded={false}>
      {lines.length > 0 ? (
        <FieldTable columns={['Before', 'After']}>
          {lines.map(({ field, label, before, after }) => (
            <tr key={field}>
              <th scope="row" className="px-4 py-2.5 text-left align-top font-medium">
                {label}
              </th>
              <td className="py-2.5 pr-4 align-top text-muted tabular-nums [overflow-wrap:anywhere]">
                <Figures>{before ?? 'not reported'}</Figures>
              </td>
              <td className="py-2.5 pr-4 align-top tabular-nums [overflow-wrap:anywhere]">
                <span className="inline-flex items-start gap-2 font-semibold text-changed">
                  <ArrowRight aria-hidden className="mt-0.5 size-3.5 shrink-0" />
                  <span>
                    <Figures>{after}</Figures>
                  </span>
                </span>
              </td>
            </tr>
          ))}
        </FieldTable>
      ) : null}
      {texts.length > 0 ? (
        <div className={lines.length > 0 ? 'space-y-4 border-t border-line p-4' : 'space-y-4 p-4'}>
          {texts.map(({ field, label }) => (
            <DiffView key={field} label={label} before={textOf(baseline[field])} after={textOf(values[field])} />
          ))}
        </div>
      ) : null}
    </Card>
  )
}

const textOf = (value: EditValues[keyof EditValues]) => (typeof value === 'string' ? value : '')
