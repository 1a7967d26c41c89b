import { Undo2 } from 'lucide-react'
import { visibilityWords } from '@/domain/visibility-texts.ts'
import { fields } from '@/updates/fields/fields.ts'
import { Field } from '@/ui/controls/Field.tsx'
import { Select } from '@/ui/controls/Select.tsx'
import { Switch } from '@/ui/controls/Switch.tsx'
import { FieldCost } from './FieldCost.tsx'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'

/** A visibility setting with what it means for others, and what would change. */
export function FlagField({ name, form, value, before, isChanged, problem, onUndo, cvm }: FieldProps) {
  const words = name === 'publicLogs' || name === 'publicSysinfo' || name === 'publicTcbinfo' ? visibilityWords[name] : null
  const meaning = words && (isChanged ? (value ? words.becomesPublic : words.becomesPrivate) : value ? words.whenPublic : words.whenPrivate)
  const label = words?.label ?? fields[name].label
  const cost = <FieldCost name={name} cvm={cvm} />
  if (before === null) {
    return (
      <div id={fieldElementId(name)} className="py-3 first:pt-0 last:pb-0">
        <Field
          label={label}
          aside={cost}
          changed={isChanged}
          was="not reported"
          onUndo={onUndo}
          error={problem}
          hint={isChanged ? meaning : 'Whether it is public is not reported.'}
        >
          <Select
            value={typeof value === 'boolean' ? String(value) : ''}
            onChange={({ target }) => form.setValue(name, target.value === '' ? null : target.value === 'true')}
            className="max-w-48"
          >
            <option value="">Keep as it is</option>
            <option value="true">Public</option>
            <option value="false">Private</option>
          </Select>
        </Field>
      </div>
    )
  }
  return (
    <div id={fieldElementId(name)} className="py-3 first:pt-0 last:pb-0">
      <Switch label={words?.switchLabel ?? label} changed={isChanged} aside={cost} hint={meaning} {...form.register(name)} />
      {isChanged ? (
        <p className="mt-1 flex items-center gap-2 pl-11 text-12 text-changed">
          was {before ? 'public' : 'private'}
          <button
            type="button"
            onClick={onUndo}
            className="inline-flex h-6 items-center gap-1 rounded-sm px-1 font-medium hover:bg-changed-soft"
          >
            <Undo2 aria-hidden className="size-3" />
            Undo <span className="sr-only">the change of {fields[name].label}</span>
          </button>
        </p>
      ) : null}
      {problem ? <p className="mt-1 pl-11 text-12 text-stop">{problem}</p> : null}
    </div>
  )
}
