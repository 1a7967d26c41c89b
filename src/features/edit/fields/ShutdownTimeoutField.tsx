import { useState } from 'react'
import { fields } from '@/updates/fields/fields.ts'
import { Field } from '@/ui/controls/Field.tsx'
import { NumberInput } from '@/ui/controls/NumberInput.tsx'
import { RadioGroup } from '@/ui/controls/RadioGroup.tsx'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'
import { parseNumber } from './NumberField.tsx'

const firstSeconds = 60

type Way = 'keep' | 'limit' | 'none'

/** How long the containers may take to end. No word, a limit, and no limit are three different things. */
export function ShutdownTimeoutField({ name, form, value, problem }: FieldProps) {
  const way: Way = value === 'keep' ? 'keep' : value === null ? 'none' : 'limit'
  const [text, setText] = useState(typeof value === 'number' ? String(value) : '')
  const setSeconds = (typed: string) => {
    setText(typed)
    // Emptied is not "no limit": that is a choice of its own.
    form.setValue('shutdownTimeoutSeconds', parseNumber(typed) ?? Number.NaN)
  }
  function choose(chosen: Way) {
    if (chosen === 'limit') setSeconds(String(firstSeconds))
    else form.setValue('shutdownTimeoutSeconds', chosen === 'none' ? null : 'keep')
  }
  return (
    <div id={fieldElementId(name)} className="space-y-3 border-t border-line pt-4">
      <p className="text-12 text-muted">
        These options apply to this update only. They are only sent with another change, and can’t be read back later.
      </p>
      <RadioGroup
        label={fields.shutdownTimeoutSeconds.label}
        value={way}
        onChange={choose}
        options={[
          { value: 'keep', label: 'Don’t change', hint: 'The server waits as long as it usually does.' },
          {
            value: 'limit',
            label: 'A limit',
            hint: 'Between 10 and 1200 s.',
            detail: (
              <Field label="Longest wait" changed error={problem} className="max-w-56">
                <NumberInput unit="s" value={text} onChange={(event) => setSeconds(event.target.value)} />
              </Field>
            ),
          },
          { value: 'none', label: 'No limit', hint: 'The update waits until every container has stopped, however long that takes.' },
        ]}
      />
    </div>
  )
}
