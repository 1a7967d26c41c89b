import type { FieldSection } from '@/updates/fields/field-row.ts'
import { type FieldName, fieldNames, fields } from '@/updates/fields/fields.ts'

export interface EditSection {
  id: FieldSection
  label: string
  /** Where there is less room. */
  shortLabel: string
  fields: FieldName[]
}

/** In their order on the page. */
const labels: Record<FieldSection, string> = {
  resources: 'Resources',
  compose: 'Compose file',
  script: 'Pre-launch script',
  environment: 'Environment',
  visibility: 'Visibility',
  osImage: 'OS image',
  gpus: 'GPUs',
  advanced: 'Advanced',
  appCompose: 'App compose (advanced)',
}

/** The parts of the form with the fields of the one table in them. */
export const editSections: EditSection[] = (Object.entries(labels) as [FieldSection, string][]).map(([id, label]) => ({
  id,
  label,
  shortLabel: label.replace(' (advanced)', ''),
  fields: fieldNames.filter((name) => fields[name].section === id),
}))

/** As many as fill a window. */
export const sectionsAtFirst: ReadonlySet<FieldSection> = new Set(['resources', 'compose'])

/** Where a section stands on the page. */
export const sectionElementId = (id: FieldSection) => `edit-${id}`
