import { Undo2 } from 'lucide-react'
import { fieldRow } from '@/updates/fields/fields.ts'
import { Select } from '@/ui/controls/Select.tsx'
import { Switch } from '@/ui/controls/Switch.tsx'
import { EditField } from './EditField.tsx'
import { FieldCost } from './FieldCost.tsx'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'

/** A setting with two values: what it means, and what would change. */
export function FlagField({ name, form, value, before, isChanged, problem, onUndo, cvm }: FieldProps) {
  const row = fieldRow(name)
  if (row.kind !== 'flag') return null
  const { label, words, isOption } = row
  const meaning = isChanged ? (value ? words.becomesOn : words.becomesOff) : value ? words.whenOn : words.whenOff
  const cost = <FieldCost name={name} cvm={cvm} />
  // A switch would have to stand at one of its two values.
  if (before === null) {
    return (
      <div id={fieldElementId(name)} className="py-3 first:pt-0 last:pb-0">
        <EditField
          label={label}
          aside={cost}
          changed={isChanged}
          was="not reported"
          onUndo={onUndo}
          error={problem}
          hint={isChanged ? meaning : `Whether it is ${words.on} or ${words.off} is not reported.`}
        >
          <Select
            value={typeof value === 'boolean' ? String(value) : ''}
            onChange={({ target }) => form.setValue(name, target.value === '' ? null : target.value === 'true')}
            className="max-w-48"
          >
            <option value="">Keep as it is</option>
            <option value="true">{asHeading(words.on)}</option>
            <option value="false">{asHeading(words.off)}</option>
          </Select>
        </EditField>
      </div>
    )
  }
  return (
    <div id={fieldElementId(name)} className="py-3 first:pt-0 last:pb-0">
      <Switch label={words.switchLabel} changed={isChanged} aside={cost} hint={meaning} {...form.register(name)} />
      {/* An option is of this update alone: there is nothing that it was. */}
      {isChanged && !isOption ? (
        <p className="mt-1 flex items-center gap-2 pl-11 text-12 text-changed">
          was {before ? words.on : words.off}
          <button
            type="button"
            onClick={onUndo}
            className="inline-flex h-6 items-center gap-1 rounded-sm px-1 font-medium hover:bg-changed-soft"
          >
            <Undo2 aria-hidden className="size-3" />
            Undo <span className="sr-only">the change of {label}</span>
          </button>
        </p>
      ) : null}
      {problem ? <p className="mt-1 pl-11 text-12 text-stop">{problem}</p> : null}
    </div>
  )
}

const asHeading = (word: string) => word.replace(/^./, (first) => first.toUpperCase())
