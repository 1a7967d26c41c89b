import { formatValue } from '@/updates/plan/update-plan.ts'
import { fields } from '@/updates/fields/fields.ts'
import { Field } from '@/ui/controls/Field.tsx'
import { NumberInput } from '@/ui/controls/NumberInput.tsx'
import { FieldCost } from './FieldCost.tsx'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'

const units: Partial<Record<FieldProps['name'], string>> = { vcpu: 'vCPU', memoryGb: 'GB', diskGb: 'GB' }

/** What was typed as a number: `null` for nothing, NaN for anything that is no plain decimal number. */
export function parseNumber(text: unknown): number | null {
  if (typeof text === 'number') return text
  const typed = typeof text === 'string' ? text.trim() : ''
  if (typed === '') return null
  return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : Number.NaN
}

export const NumberField = ({ name, form, before, isChanged, problem, onUndo, cvm }: FieldProps) => (
  <div id={fieldElementId(name)}>
    <Field
      label={fields[name].label}
      aside={<FieldCost name={name} cvm={cvm} />}
      changed={isChanged}
      was={formatValue(name, before) ?? 'not reported'}
      onUndo={onUndo}
      error={problem}
    >
      <NumberInput unit={units[name] ?? ''} {...form.register(name, { setValueAs: parseNumber })} />
    </Field>
  </div>
)
