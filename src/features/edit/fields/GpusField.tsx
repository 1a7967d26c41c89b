import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { type EditValues, fields, type GpuSelection } from '@/updates/fields/fields.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { ChangedMark } from '@/ui/feedback/ChangedMark.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { RadioGroup } from '@/ui/controls/RadioGroup.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { UndoButton } from '@/ui/controls/UndoButton.tsx'
import { FieldCost } from './FieldCost.tsx'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'

type Gpu = GpuSelection['gpus'][number]

const emptyGpu: Gpu = { slot: '', productId: null }

/** How many there are; which ones is asked only after an explicit press, since the present list cannot be read back. */
export function GpusField({ name, form, value, before, problem, onUndo, cvm }: FieldProps) {
  // Rows that were just opened are not blamed for being empty; those that come back with a draft or a refusal are.
  const [isTouched, setTouched] = useState(true)
  const selection = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  const set = (next: EditValues['gpus']) => form.setValue('gpus', next)
  const count = typeof before === 'number' ? before : null

  if (!selection) {
    return (
      <div id={fieldElementId(name)} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="min-w-0 text-13">
          {count === null
            ? 'The number of GPUs is not reported.'
            : count === 0
              ? 'No GPU is attached.'
              : `${fields.gpus.format(count)} attached.`}{' '}
          <span className="text-muted">
            {count === 0
              ? 'The update attaches none unless you change that.'
              : 'Which ones cannot be read back, so the update leaves them alone unless you change them.'}
          </span>
        </p>
        <Button
          onClick={() => {
            setTouched(false)
            set({ attachMode: 'listed', gpus: Array.from({ length: Math.max(1, count ?? 1) }, () => emptyGpu) })
          }}
        >
          Change GPUs
        </Button>
      </div>
    )
  }

  const setGpus = (gpus: Gpu[]) => set({ ...selection, gpus })
  const change = (index: number, part: Partial<Gpu>) => {
    setTouched(true)
    setGpus(selection.gpus.map((gpu, at) => (at === index ? { ...gpu, ...part } : gpu)))
  }
  return (
    <div id={fieldElementId(name)} className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-12">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-changed">
          <ChangedMark />
          was {count === null ? 'not reported' : fields.gpus.format(count)}
          <UndoButton what={fields.gpus.label} onClick={onUndo} />
        </span>
        <span className="flex items-center gap-2">
          <FieldCost name={name} cvm={cvm} />
        </span>
      </div>
      <RadioGroup
        label="Which GPUs"
        value={selection.attachMode}
        onChange={(attachMode) => set({ ...selection, attachMode })}
        options={[
          { value: 'listed', label: 'These GPUs', hint: 'The list replaces the present one: name every GPU that the CVM is to have.' },
          { value: 'all', label: 'All GPUs of the node' },
        ]}
      />
      {selection.attachMode === 'listed' ? (
        <div className="space-y-3">
          {selection.gpus.map((gpu, index) => (
            // Rows have no identity of their own: two may hold the same text while one types.
            // oxlint-disable-next-line react/no-array-index-key
            <div
              key={index}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-x-2 gap-y-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]"
            >
              <Field label={`Slot of GPU ${index + 1}`} className="max-sm:col-span-2">
                <TextInput
                  mono
                  placeholder="0000:1a:00.0"
                  value={gpu.slot}
                  onBlur={() => setTouched(true)}
                  onChange={(event) => change(index, { slot: event.target.value })}
                />
              </Field>
              <Field label="Product id, if it matters">
                <TextInput
                  mono
                  placeholder="0x2335"
                  value={gpu.productId ?? ''}
                  onChange={(event) => change(index, { productId: event.target.value.trim() || null })}
                />
              </Field>
              <Button
                icon={Trash2}
                variant="quiet"
                aria-label={`Remove GPU ${index + 1}`}
                tooltip="Remove"
                onClick={() => setGpus(selection.gpus.filter((_gpu, at) => at !== index))}
              />
            </div>
          ))}
          {selection.gpus.length === 0 ? <p className="text-13 text-muted">No GPUs: all attached GPUs are removed.</p> : null}
          <Button size="sm" icon={Plus} onClick={() => setGpus([...selection.gpus, emptyGpu])}>
            Add a GPU
          </Button>
        </div>
      ) : null}
      {problem && isTouched ? (
        <p role="alert" className="text-12 text-stop">
          {problem}
        </p>
      ) : null}
    </div>
  )
}
