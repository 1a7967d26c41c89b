import { type FieldName, fieldNames, fields, type FieldSection } from '@/updates/fields.ts'

interface EditSection {
  id: FieldSection
  label: string
  fields: FieldName[]
}

/** The sections that this form has an editor for, in their order on the page. */
const labels: Partial<Record<FieldSection, string>> = {
  resources: 'Resources',
  compose: 'Compose file',
  script: 'Pre-launch script',
  environment: 'Environment',
  visibility: 'Visibility',
  osImage: 'OS image',
}

/** The parts of the form with the fields of the one table in them. */
export const editSections: EditSection[] = (Object.entries(labels) as [FieldSection, string][]).map(([id, label]) => ({
  id,
  label,
  fields: fieldNames.filter((name) => fields[name].section === id),
}))

/** Where a section stands on the page. */
export const sectionElementId = (id: FieldSection) => `edit-${id}`
