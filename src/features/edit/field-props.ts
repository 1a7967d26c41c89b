import type { EditValues, FieldName } from '@/updates/fields/fields.ts'
import type { Edit } from './edit.ts'

/** What every control is given. */
export interface FieldProps extends Pick<Edit, 'cvm' | 'form'> {
  name: FieldName
  value: EditValues[FieldName]
  /** The server's value. */
  before: EditValues[FieldName]
  isChanged: boolean
  problem: string | undefined
  onUndo: () => void
  /** The edit that the field is a part of. */
  edit: Edit
}

/** What one field of an edit is given. */
export const propsOf = (edit: Edit, name: FieldName): FieldProps => ({
  name,
  edit,
  cvm: edit.cvm,
  form: edit.form,
  value: edit.values[name],
  before: edit.baseline[name],
  isChanged: edit.isChanged(name),
  problem: edit.problems[name],
  onUndo: () => edit.undo(name),
})

/** Where a field stands on the page, for jumps to it. */
export const fieldElementId = (name: FieldName) => `field-${name}`
