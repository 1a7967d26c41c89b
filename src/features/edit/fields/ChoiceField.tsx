import type { ReactNode } from 'react'
import type { Choice } from '@/updates/fields/field-row.ts'
import { fieldRow } from '@/updates/fields/fields.ts'
import { Select } from '@/ui/controls/Select.tsx'
import { EditField } from './EditField.tsx'
import { FieldCost } from './FieldCost.tsx'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'

interface ChoiceFieldProps extends FieldProps {
  /** Instead of the table's own, where they are read from the server; `null` while they are not known. */
  choices?: readonly Choice[] | null
  hint?: ReactNode
}

/** One of several values. The present one can be kept also where it is not offered any more. */
export function ChoiceField({ name, form, value, before, isChanged, problem, onUndo, cvm, choices, hint }: ChoiceFieldProps) {
  const row = fieldRow(name)
  const offered = choices === undefined ? (row.kind === 'choice' ? row.choices : []) : choices
  const current = typeof before === 'string' ? before : ''
  const labelOf = (wanted: string) => offered?.find((choice) => choice.value === wanted)?.label ?? wanted
  return (
    <div id={fieldElementId(name)}>
      <EditField
        label={row.label}
        aside={<FieldCost name={name} cvm={cvm} />}
        changed={isChanged}
        was={current ? labelOf(current) : 'not reported'}
        onUndo={onUndo}
        error={problem}
        hint={hint ?? offered?.find((choice) => choice.value === value)?.hint}
      >
        {/* Its value is set with each of its options, so that the one that arrives late is selected and the focus stays. */}
        <Select {...form.register(name)} value={typeof value === 'string' ? value : ''} className="max-w-xl">
          {offered?.some((choice) => choice.value === current) ? null : <option value={current}>{current || 'not reported'}</option>}
          {offered?.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.value === current ? `${choice.label} · current` : choice.label}
            </option>
          ))}
        </Select>
      </EditField>
    </div>
  )
}
