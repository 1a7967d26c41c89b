import { formatValue } from '@/updates/plan/update-plan.ts'
import { fieldRow } from '@/updates/fields/fields.ts'
import { NumberInput } from '@/ui/controls/NumberInput.tsx'
import { EditField } from './EditField.tsx'
import { FieldCost } from './FieldCost.tsx'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'

/** What was typed as a number: `null` for nothing, NaN for anything that is no plain decimal number. */
export function parseNumber(text: unknown): number | null {
  if (typeof text === 'number') return text
  const typed = typeof text === 'string' ? text.trim() : ''
  if (typed === '') return null
  return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : Number.NaN
}

/** A whole number with its unit. */
export function NumberField({ name, form, before, isChanged, problem, onUndo, cvm }: FieldProps) {
  const row = fieldRow(name)
  return (
    <div id={fieldElementId(name)}>
      <EditField
        label={row.label}
        aside={<FieldCost name={name} cvm={cvm} />}
        changed={isChanged}
        was={formatValue(name, before) ?? 'not reported'}
        onUndo={onUndo}
        error={problem}
      >
        <NumberInput unit={row.kind === 'number' ? row.unit : ''} {...form.register(name, { setValueAs: parseNumber })} />
      </EditField>
    </div>
  )
}
