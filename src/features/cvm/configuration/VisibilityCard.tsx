import { CircleQuestionMark, Eye, EyeOff, LockKeyhole } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { fieldNames, fieldRow } from '@/updates/fields/fields.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { ChangeLink } from '@/features/cvm/ChangeLink.tsx'

const shown = fieldNames.filter((name) => fieldRow(name).section === 'visibility')

/** Who can see what, in words. */
export const VisibilityCard = ({ cvm }: { cvm: Cvm }) => (
  <Card title="Visibility" icon={LockKeyhole} aside={<ChangeLink cvmId={cvm.id} field="publicLogs" what="the visibility" />}>
    <ul className="space-y-3">
      {shown.map((name) => {
        const row = fieldRow(name)
        if (row.kind !== 'flag') return null
        const { label, words } = row
        const isPublic = row.read(cvm, null)
        const Mark = isPublic === null ? CircleQuestionMark : isPublic ? Eye : EyeOff
        return (
          <li key={name} className="flex gap-2.5 text-13">
            <Mark aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
            <div>
              <p>
                <span className="font-medium">{label}</span>{' '}
                <span className="text-muted">{isPublic === null ? 'not reported' : isPublic ? words.on : words.off}</span>
              </p>
              {isPublic === null ? null : <p className="text-12 text-muted">{isPublic ? words.whenOn : words.whenOff}</p>}
            </div>
          </li>
        )
      })}
    </ul>
  </Card>
)
