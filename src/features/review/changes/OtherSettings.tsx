import { ArrowRight } from 'lucide-react'
import type { RevisionDifference } from '@/updates/plan/revision-difference.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { FieldTable } from './FieldTable.tsx'

interface OtherSettingsProps {
  /** `null` where there was nothing to compare with. */
  settings: RevisionDifference['settings'] | null
  /** No field of the form changes. */
  isAlone: boolean
}

/** What a revision changes of the stored configuration besides the fields of the form. Nothing where it changes only those. */
export function OtherSettings({ settings, isAlone }: OtherSettingsProps) {
  if (settings === null) {
    return (
      <Card title="Other settings">
        <p className="text-13 text-muted">
          The stored configuration could not be read, so what else the revision changes cannot be shown. The whole revision is restored.
        </p>
      </Card>
    )
  }
  if (settings.length === 0 && !isAlone) return null
  if (settings.length === 0) {
    return (
      <Card title="Written in another way">
        <p className="text-13 text-muted">
          Nothing that is shown here differs. The revision has another compose hash, so its file is written differently, for example in
          another order.
        </p>
      </Card>
    )
  }
  return (
    <Card title={settings.length === 1 ? '1 other setting' : `${settings.length} other settings`} padded={false}>
      <FieldTable columns={['Before', 'After']}>
        {settings.map(({ key, before, after }) => (
          <tr key={key}>
            <th
              scope="row"
              translate="no"
              className="px-4 py-2.5 text-left align-top font-mono text-12 font-medium [overflow-wrap:anywhere]"
            >
              {key}
            </th>
            <td className="py-2.5 pr-4 align-top text-muted [overflow-wrap:anywhere]">{before}</td>
            <td className="py-2.5 pr-4 align-top [overflow-wrap:anywhere]">
              <span className="inline-flex items-start gap-2 font-semibold text-changed">
                <ArrowRight aria-hidden className="mt-0.5 size-3.5 shrink-0" />
                <span>{after}</span>
              </span>
            </td>
          </tr>
        ))}
      </FieldTable>
    </Card>
  )
}
