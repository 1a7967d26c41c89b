import { type EditValues, type FieldName, fields, readBaseline, type WantedValues } from './fields.ts'
import { sameValue } from './build-patch.ts'
import type { FieldOutcome } from './update-machine.ts'
import { formatValue } from './update-plan.ts'
import type { UpdateWorld } from './update-world.ts'

/** Asks the API what every wanted field holds now. Throws `ApiError` when it cannot be asked. */
export async function checkTruth(
  { api }: Pick<UpdateWorld, 'api'>,
  cvmId: string,
  wanted: WantedValues,
  options: { signal?: AbortSignal } = {},
): Promise<FieldOutcome[]> {
  const names = Object.keys(wanted) as FieldName[]
  if (names.length === 0) return []
  const [cvm, manifest] = await Promise.all([
    api.fetchCvm(cvmId, options),
    names.some((name) => fields[name].changesComposeHash) ? api.fetchAppCompose(cvmId, options) : null,
  ])
  return outcomesOf(wanted, readBaseline(cvm, manifest))
}

/** Wanted versus actual, field by field. */
export const outcomesOf = (wanted: WantedValues, actual: EditValues): FieldOutcome[] =>
  (Object.keys(wanted) as FieldName[]).map((field) => {
    const matches = sameValue(wanted[field], actual[field])
    const found = formatValue(field, actual[field]) ?? 'not reported'
    const wantedText = formatValue(field, wanted[field]) ?? ''
    return {
      field,
      wanted: wantedText,
      // Two texts of equal length read alike in one line.
      actual: !matches && found === wantedText ? `${found}, but different text` : found,
      matches,
    }
  })

export const allMatch = (outcomes: FieldOutcome[]) => outcomes.every(({ matches }) => matches)
