import type { FieldSection } from '@/updates/fields/field-row.ts'
import { Card } from '@/ui/layout/Card.tsx'
import type { Edit } from './edit.ts'
import { AppComposeSection } from './fields/AppComposeSection.tsx'
import { FieldControl } from './fields/FieldControl.tsx'
import { ResourcesFoot } from './resources/ResourcesFoot.tsx'
import { type EditSection, sectionElementId } from './sections.ts'

const layouts: Partial<Record<FieldSection, string>> = {
  resources: 'grid gap-x-6 gap-y-4 sm:grid-cols-3',
  visibility: 'divide-y divide-line',
}

interface EditSectionCardProps {
  section: EditSection
  edit: Edit
  /** Until then only its place is there. */
  isDue: boolean
}

/** One part of the form with its fields. */
export const EditSectionCard = ({ section: { id, label, fields }, edit, isDue }: EditSectionCardProps) => (
  <div id={sectionElementId(id)} className={isDue ? undefined : 'min-h-48'}>
    {isDue ? (
      <Card title={label}>
        {id === 'appCompose' ? (
          <AppComposeSection fields={fields} edit={edit} />
        ) : (
          <div className={layouts[id] ?? 'space-y-4'}>
            {fields.map((name) => (
              <FieldControl key={name} name={name} edit={edit} />
            ))}
          </div>
        )}
        {id === 'resources' ? <ResourcesFoot edit={edit} /> : null}
      </Card>
    ) : null}
  </div>
)
