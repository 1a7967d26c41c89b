import { formatValue } from '@/updates/plan/update-plan.ts'
import { fieldRow } from '@/updates/fields/fields.ts'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { EditField } from './EditField.tsx'
import { FieldCost } from './FieldCost.tsx'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'

/** One line of text. */
export function LineField({ name, form, before, isChanged, problem, onUndo, cvm }: FieldProps) {
  const row = fieldRow(name)
  if (row.kind !== 'line') return null
  return (
    <div id={fieldElementId(name)}>
      <EditField
        label={row.label}
        aside={<FieldCost name={name} cvm={cvm} />}
        changed={isChanged}
        was={formatValue(name, before) ?? 'not reported'}
        onUndo={onUndo}
        error={problem}
        hint={row.hint}
      >
        <TextInput mono placeholder={row.placeholder} {...form.register(name)} />
      </EditField>
    </div>
  )
}
