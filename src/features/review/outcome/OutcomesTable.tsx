import { Check, CircleHelp, ShieldCheck, TriangleAlert } from 'lucide-react'
import { type FieldName, fields } from '@/updates/fields/fields.ts'
import type { FieldOutcome } from '@/updates/engine/update-machine.ts'
import { Figures } from '@/ui/layout/Figures.tsx'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { FieldTable } from '@/features/review/changes/FieldTable.tsx'

/** What was asked for and what the server holds now, field by field. `hadValues`: environment values went along, which nobody can read back. */
export const OutcomesTable = ({ outcomes, hadValues }: { outcomes: FieldOutcome[]; hadValues: boolean }) => (
  <Card title="Requested and verified" padded={false}>
    {outcomes.length > 0 ? <Comparison outcomes={outcomes} /> : null}
    {hadValues ? (
      <p className={classNames('px-4 py-2.5 text-13 text-muted', outcomes.length > 0 && 'border-t border-line')}>
        The environment’s values were sent encrypted. Nobody but the CVM can read them, so they are not compared.
      </p>
    ) : null}
  </Card>
)

const Comparison = ({ outcomes }: { outcomes: FieldOutcome[] }) => (
  <FieldTable columns={['Requested', 'Found']}>
    {outcomes.map(({ field, wanted, actual, matches }) => (
      <tr key={field}>
        <th scope="row" className="py-2.5 pr-2 pl-4 text-left align-top font-medium sm:pr-4">
          {fields[field].label}
        </th>
        <td className="py-2.5 pr-2 align-top tabular-nums [overflow-wrap:anywhere] sm:pr-4">
          <Figures>{wanted}</Figures>
        </td>
        <td className="py-2.5 pr-4 align-top tabular-nums">
          {/* What came of it stands below what was found where there is no room beside it. */}
          <div className="flex flex-wrap justify-between gap-x-4 gap-y-1">
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <Figures>{actual}</Figures>
            </span>
            {matches === null ? (
              <Badge icon={CircleHelp}>not comparable</Badge>
            ) : matches ? (
              <Same readBack={fields[field].readBack} />
            ) : (
              <Badge tone="caution" icon={TriangleAlert}>
                differs
              </Badge>
            )}
          </div>
        </td>
      </tr>
    ))}
  </FieldTable>
)

/** How much the comparison says: a number or a part that agrees is no proof of the whole. */
function Same({ readBack }: { readBack: (typeof fields)[FieldName]['readBack'] }) {
  if (readBack === 'yes') {
    return (
      <Badge tone="verified" icon={ShieldCheck}>
        the same
      </Badge>
    )
  }
  return <Badge icon={Check}>{readBack === 'count' ? 'same number' : 'same parts'}</Badge>
}
