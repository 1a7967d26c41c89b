import type { UseFormReturn } from 'react-hook-form'
import type { Cvm } from '@/domain/cvm.ts'
import type { EditValues, FieldName } from '@/updates/fields/fields.ts'

/** What every field of the form is given. */
export interface FieldProps {
  name: FieldName
  form: UseFormReturn<EditValues>
  value: EditValues[FieldName]
  /** The server's value. */
  before: EditValues[FieldName]
  isChanged: boolean
  problem: string | undefined
  onUndo: () => void
  cvm: Cvm
}

/** Where a field stands on the page, for jumps to it. */
export const fieldElementId = (name: FieldName) => `field-${name}`
