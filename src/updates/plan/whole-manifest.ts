import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { WireValues } from '@/updates/fields/field-row.ts'
import { type EditValues, type FieldName, fields } from '@/updates/fields/fields.ts'
import { changedFields, chosenOptions } from './build-patch.ts'

/**
 * What the guest takes for a key that its manifest lacks (dstack's `AppCompose`). Phala Cloud would write defaults of its own into a manifest
 * that it is given whole, and some of them mean something else, such as public logs.
 */
const meaningOfAbsence = {
  name: '',
  features: [],
  kms_enabled: false,
  gateway_enabled: false,
  tproxy_enabled: false,
  local_key_provider_enabled: false,
  public_logs: false,
  public_sysinfo: false,
  public_tcbinfo: true,
  allowed_envs: [],
  no_instance_id: false,
  secure_time: true,
  storage_fs: null,
}

/** The keys that a stored manifest lacks and that have to be written out, so that they go on meaning what they mean. */
export const absentKeys = (stored: Record<string, unknown>): Partial<typeof meaningOfAbsence> =>
  Object.fromEntries(Object.entries(meaningOfAbsence).filter(([key]) => !(key in stored)))

/** The stored manifest with some keys set, to be sent whole. Keys that nobody here knows stay as they are. */
export const wholeManifest = (stored: AppCompose, changes: WireValues): AppCompose => ({ ...stored, ...absentKeys(stored), ...changes })

/** Whether these fields can only be set by sending the manifest whole. */
export const goWhole = (names: FieldName[]) => names.some((name) => fields[name].sentWith === 'manifest')

/**
 * Edited fields that cannot go along with a manifest that is sent whole: it holds no resources, and says nothing new of the environment.
 * `environment`: values of it change.
 */
export function fieldsInTheWay(baseline: EditValues, values: EditValues, { environment = false } = {}): FieldName[] {
  const changed = changedFields(baseline, values)
  if (!goWhole(changed)) return []
  const isOfManifest = (name: FieldName) => fields[name].changesComposeHash && name !== 'envNames'
  const others = [...changed, ...chosenOptions(baseline, values)].filter((name) => !isOfManifest(name))
  return environment && !others.includes('envNames') ? [...others, 'envNames'] : others
}

/** Said at a field that is in the way. */
export const goesAlone = 'This cannot be changed together with App compose, which sends the manifest whole. Apply one of the two first.'
