import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import { type EditValues, type FieldName, fieldNames, fields, type WantedValues } from './fields.ts'

/** `null` and NaN are what an emptied input holds: nothing that could be sent. `editProblems` says so to the person. */
const isSendable = (value: EditValues[FieldName]) => value !== null && !Number.isNaN(value)

/** Text is compared exactly (line ends and trailing spaces are part of a compose hash), numbers by value. */
export const sameValue = (a: EditValues[FieldName] | undefined, b: EditValues[FieldName] | undefined) => a === b

/** The fields whose value differs from the baseline and can be sent, in the table's order. */
export const changedFields = (baseline: EditValues, values: EditValues): FieldName[] =>
  fieldNames.filter((name) => isSendable(values[name]) && !sameValue(values[name], baseline[name]))

/** What the changed fields should hold once the update is through. */
export const wantedValues = (baseline: EditValues, values: EditValues): WantedValues =>
  Object.fromEntries(changedFields(baseline, values).map((name) => [name, values[name]]))

/** The request that sets these values, in the API's names and units. */
export const patchFor = (wanted: WantedValues): UpdateCvmRequest =>
  Object.assign({}, ...fieldNames.map((name) => wirePart(name, wanted[name] ?? null))) as UpdateCvmRequest

// The table pairs every name with a function of its own value type, which a loop over names cannot express.
const wirePart = (name: FieldName, value: EditValues[FieldName]) => (value === null ? {} : fields[name].wire(value as never))

/**
 * Body of the PATCH that leads from `baseline` to `values`: the changed fields and nothing else, since absent means keep.
 * `null` when nothing changed: then there is nothing to send.
 */
export function buildPatch(baseline: EditValues, values: EditValues): UpdateCvmRequest | null {
  const wanted = wantedValues(baseline, values)
  return Object.keys(wanted).length === 0 ? null : patchFor(wanted)
}
