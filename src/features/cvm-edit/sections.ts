import { type FieldName, fieldNames, fields, type FieldSection } from '@/updates/fields.ts'

interface EditSection {
  id: FieldSection
  label: string
  fields: FieldName[]
}

const labels: Record<FieldSection, string> = {
  resources: 'Resources',
  compose: 'Compose file',
  script: 'Pre-launch script',
  visibility: 'Visibility',
  osImage: 'OS image',
}

/** The parts of the form with the fields of the one table in them. */
export const editSections: EditSection[] = (Object.keys(labels) as FieldSection[]).map((id) => ({
  id,
  label: labels[id],
  fields: fieldNames.filter((name) => fields[name].section === id),
}))

/** Where a section stands on the page. */
export const sectionElementId = (id: FieldSection) => `edit-${id}`
