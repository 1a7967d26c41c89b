import type { WireValues } from '@/updates/fields/field-row.ts'
import { type EditValues, type FieldName, fieldNames, fields, type GpuSelection, type WantedValues } from '@/updates/fields/fields.ts'

type Value = EditValues[FieldName]

// The table pairs every name with functions of its own value type, which a loop over names cannot express.
const isSendable = (name: FieldName, value: Value | undefined) => value !== undefined && fields[name].isSendable(value as never)

const isSelection = (value: Value | undefined): value is GpuSelection =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const sameSelection = (a: GpuSelection, b: GpuSelection) =>
  a.attachMode === b.attachMode &&
  a.gpus.length === b.gpus.length &&
  a.gpus.every(({ slot, productId }, index) => slot === b.gpus[index]?.slot && productId === b.gpus[index].productId)

/** None attached and none wanted are the same, although one was counted and the other was listed. */
const isNoGpu = (value: Value | undefined) => isSelection(value) && value.attachMode === 'listed' && value.gpus.length === 0

const sameNames = (a: string[], b: string[]) => a.length === b.length && a.every((name, index) => name === b[index])

/** Text is compared exactly (line ends and trailing spaces are part of a compose hash), numbers by value, lists with their order. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return sameNames(a, b)
  if (isSelection(a) && isSelection(b)) return sameSelection(a, b)
  return a === b || (a === 0 && isNoGpu(b)) || (b === 0 && isNoGpu(a))
}

const differing = (baseline: EditValues, values: EditValues, areOptions: boolean): FieldName[] =>
  fieldNames.filter(
    (name) => fields[name].isOption === areOptions && isSendable(name, values[name]) && !sameValue(values[name], baseline[name]),
  )

/** The fields whose value differs from the baseline and can be sent, in the table's order. */
export const changedFields = (baseline: EditValues, values: EditValues): FieldName[] => differing(baseline, values, false)

/** The options that were chosen for this update. They go along with a change and make none alone. */
export const chosenOptions = (baseline: EditValues, values: EditValues): FieldName[] => differing(baseline, values, true)

/**
 * What the changed fields should hold once the update is through, and the options it goes with; empty when nothing changed.
 * `changesMore`: something changes that is no field of the table, such as encrypted values.
 */
export function wantedValues(baseline: EditValues, values: EditValues, { changesMore = false } = {}): WantedValues {
  const changed = changedFields(baseline, values)
  const names = changed.length > 0 || changesMore ? [...changed, ...chosenOptions(baseline, values)] : []
  return Object.fromEntries(names.map((name) => [name, values[name]]))
}

/**
 * These values in the API's names and units: the named fields and nothing else, since absent means keep. The body of a PATCH, or the keys that
 * change in a manifest that is sent whole.
 */
export const patchFor = (wanted: WantedValues): WireValues =>
  Object.assign(
    {},
    ...fieldNames.map((name) => (isSendable(name, wanted[name]) ? fields[name].wire(wanted[name] as never) : {})),
  ) as WireValues
