import { formatValue } from '@/updates/plan/update-plan.ts'
import { fieldRow } from '@/updates/fields/fields.ts'
import { TextArea } from '@/ui/controls/TextArea.tsx'
import { EditField } from './EditField.tsx'
import { FieldCost } from './FieldCost.tsx'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'

/** The lines of a text area, an empty one for an unfinished line included; no text is no words. */
const wordsOf = (text: string): string[] => (text === '' ? [] : text.split('\n').map((line) => line.trim()))

/** Several words, each on a line of its own. */
export function WordsField({ name, form, value, before, isChanged, problem, onUndo, cvm }: FieldProps) {
  const row = fieldRow(name)
  if (row.kind !== 'words') return null
  const words = Array.isArray(value) ? value : []
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
        <TextArea
          mono
          rows={Math.min(8, words.length + 1)}
          placeholder={row.placeholder}
          value={words.join('\n')}
          onChange={({ target }) => form.setValue(name, wordsOf(target.value))}
        />
      </EditField>
    </div>
  )
}
