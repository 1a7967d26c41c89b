import { whereAbsent } from '@/api/reading/absent-answer.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { userConfigMatches } from '@/domain/user-config.ts'
import { assertNever } from '@/lib/assert-never.ts'
import { sameValue } from '@/updates/plan/build-patch.ts'
import { type EditValues, type FieldName, fields, readBaseline, type WantedValues } from '@/updates/fields/fields.ts'
import type { FieldOutcome } from './update-machine.ts'
import { formatValue } from '@/updates/plan/update-plan.ts'
import type { UpdateWorld } from './update-world.ts'

/** Asks the API what every wanted field holds now. Throws `ApiError` when it cannot be asked. Options of the update are not compared. */
export async function checkTruth(
  { api }: Pick<UpdateWorld, 'api'>,
  cvmId: string,
  wanted: WantedValues,
  options: { signal?: AbortSignal } = {},
): Promise<FieldOutcome[]> {
  const names = comparedNames(wanted)
  if (names.length === 0) return []
  const [cvm, manifest, userConfig] = await Promise.all([
    api.fetchCvm(cvmId, options),
    // A server that hands out no manifest may still say what stands in it; the rest cannot be compared.
    names.some((name) => fields[name].changesComposeHash) ? api.fetchAppCompose(cvmId, options).catch(whereAbsent(null)) : null,
    // The server passes this question on to the node, which may be off or not answer it: then the field cannot be compared.
    names.includes('userConfig') ? api.fetchUserConfig(cvmId, options).catch(() => null) : null,
  ])
  return outcomesOf(wanted, readBaseline(cvm, manifest), { userConfig, resources: cvm.resources })
}

const comparedNames = (wanted: WantedValues) => (Object.keys(wanted) as FieldName[]).filter((name) => !fields[name].isOption)

interface ReadInParts {
  /** `null` when it could not be read. */
  userConfig: Record<string, unknown> | null
  resources: Pick<Cvm['resources'], 'gpuCount'>
}

/** Wanted versus actual, field by field. */
export const outcomesOf = (wanted: WantedValues, actual: EditValues, inParts: ReadInParts): FieldOutcome[] =>
  comparedNames(wanted).map((field) => {
    const wantedText = formatValue(field, wanted[field]) ?? ''
    const outcome = (matches: boolean | null, found: string): FieldOutcome => ({ field, wanted: wantedText, actual: found, matches })
    const { readBack } = fields[field]
    switch (readBack) {
      case 'yes': {
        if (actual[field] === null) return outcome(null, 'not reported')
        const matches = sameValue(wanted[field], actual[field])
        const found = formatValue(field, actual[field]) ?? 'not reported'
        // Two texts or lists of equal length read alike in one line.
        const differently = fields[field].kind === 'names' ? 'different ones' : 'different text'
        return outcome(matches, !matches && found === wantedText ? `${found}, but ${differently}` : found)
      }
      case 'count':
        return outcome(...gpuOutcome(wanted.gpus, inParts.resources.gpuCount))
      case 'parts':
        return outcome(...userConfigOutcome(wanted.userConfig, inParts.userConfig))
      case 'no':
        return outcome(null, 'cannot be read back')
      default:
        return assertNever(readBack)
    }
  })

/** Only their number comes back. How many all GPUs of a node are is not known here; none would be none of them. */
function gpuOutcome(wanted: WantedValues['gpus'], count: number | null): [boolean | null, string] {
  if (count === null || typeof wanted !== 'object' || wanted === null) return [null, 'not reported']
  const found = formatValue('gpus', count) ?? 'not reported'
  return [wanted.attachMode === 'all' ? count > 0 : count === wanted.gpus.length, found]
}

function userConfigOutcome(wanted: string | null | undefined, reported: ReadInParts['userConfig']): [boolean | null, string] {
  const matches = reported && typeof wanted === 'string' ? userConfigMatches(wanted, reported) : null
  if (matches === null) return [null, 'cannot be read back']
  return [matches, matches ? 'the node reports the same parts' : 'the node reports other parts']
}

/** Nothing differs, as far as it can be read back. */
export const allMatch = (outcomes: FieldOutcome[]) => outcomes.every(({ matches }) => matches !== false)

/** Every value was read back in full and is the one that was asked for. A number of GPUs or a part of a text is less than that. */
export const isFullyRead = (outcomes: FieldOutcome[]) =>
  outcomes.length > 0 && outcomes.every(({ field, matches }) => matches === true && fields[field].readBack === 'yes')

/**
 * Whether the outcomes show that a change arrived whose answer was lost. A number of GPUs or a part of a text may have been the same before
 * and prove nothing; what could not be compared proves nothing either.
 */
export const proveArrival = (outcomes: FieldOutcome[]) =>
  allMatch(outcomes) && outcomes.some(({ field, matches }) => matches === true && fields[field].readBack === 'yes')
