import { counted } from '@/lib/counted.ts'
import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import type { Operation } from '@/api/schemas/operation.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { changedFields, chosenOptions, patchFor, wantedValues } from './build-patch.ts'
import { type OwnDurations, ownDurations } from './own-durations.ts'
import { fieldsInTheWay, goWhole } from './whole-manifest.ts'
import type { EnvironmentChange } from '@/updates/environment/environment-set.ts'
import type { FieldKind, FieldSection, WireValues } from '@/updates/fields/field-row.ts'
import { type EditValues, type FieldName, fields, type WantedValues } from '@/updates/fields/fields.ts'

export interface PlannedChange {
  field: FieldName
  label: string
  section: FieldSection
  kind: FieldKind
  /** One line each, with units; texts are shown as a diff of the values instead. `null` = not reported. */
  before: string | null
  after: string
  restarts: boolean
  /** Part of the compose hash, so that under a contract it needs the owner's approval. */
  changesComposeHash: boolean
}

/** A word about how this one update is carried out. It changes nothing that could be read back. */
export interface PlannedOption {
  field: FieldName
  label: string
  value: string
}

/** What an update would do, decided before anything is sent. */
export interface UpdatePlan {
  changes: PlannedChange[]
  /** What goes along with the changes, for this update only. They make no update alone. */
  options: PlannedOption[]
  /** `null` when there is nothing to send. A new environment is encrypted into it just before it is sent, see `withEncryptedEnvironment`. */
  patch: UpdateCvmRequest | null
  /** In place of the patch, where keys change that only a whole manifest can set: those that change in it. */
  composeFile: WireValues | null
  /** Edits that cannot go along with a manifest that is sent whole. While there are any, nothing can be sent. */
  inTheWay: FieldName[]
  /** What becomes of which name of the environment; `null` while it is left out. */
  environment: EnvironmentChange | null
  wanted: WantedValues
  restarts: 0 | 1
  restartReason: string
  /** `unknown` where the API does not say whether a contract governs this CVM. */
  signature: 'none' | 'needed' | 'unknown'
  signatureReason: string
  /** How long like updates of this CVM took; `null` where nothing restarts, or its history is not known. */
  durations: OwnDurations | null
  /** `3 changes · 1 restart · 1 on-chain signature` */
  sentence: string
}

/** Everything that the edited values lead to. `operations` is this CVM's own history, newest first; without it no duration is named. */
export function planUpdate({
  cvm,
  baseline,
  values,
  environment = null,
  operations,
}: {
  cvm: Cvm
  baseline: EditValues
  values: EditValues
  /** Decisions about the environment; `values.envNames` holds the names that they lead to. */
  environment?: EnvironmentChange | null
  operations?: Operation[]
}): UpdatePlan {
  const names = changedFields(baseline, values)
  const changes = names.map((field) => plannedChange(field, baseline, values))
  if (environment) describeEnvironment(changes, environment, baseline, values)
  const wanted = wantedValues(baseline, values, { changesMore: environment !== null })
  const inTheWay = fieldsInTheWay(baseline, values, { environment: environment !== null })
  const restart = restartFor(
    cvm,
    changes.some((change) => change.restarts),
  )
  const hashed = changes.filter(({ changesComposeHash }) => changesComposeHash)
  const signature = signatureFor(cvm, hashed.length === 0 ? null : listed(hashed))
  return {
    changes,
    options: chosenOptions(baseline, values).map((field) => {
      return { field, label: fields[field].label, value: formatValue(field, values[field]) ?? '' }
    }),
    patch: changes.length === 0 || goWhole(names) ? null : patchFor(wanted),
    inTheWay,
    composeFile: goWhole(names) && inTheWay.length === 0 ? patchFor(wanted) : null,
    wanted,
    environment,
    ...restart,
    ...signature,
    durations: restart.restarts && operations ? ownDurations(operations, operationTypeOf(changes)) : null,
    sentence: planSentence(changes.length, restart.restarts, signature.signature),
  }
}

export function restartFor(cvm: Cvm, isNeeded: boolean): Pick<UpdatePlan, 'restarts' | 'restartReason'> {
  // A CVM that is off stays off and takes the change over when it is started (docs/assumptions.md).
  if (cvm.status === 'stopped') return { restarts: 0, restartReason: 'The CVM is stopped. It takes the change over when it is started.' }
  return isNeeded
    ? { restarts: 1, restartReason: 'Every change of configuration restarts the CVM.' }
    : { restarts: 0, restartReason: 'Nothing restarts.' }
}

function plannedChange(field: FieldName, baseline: EditValues, values: EditValues): PlannedChange {
  const { label, section, kind, restarts, changesComposeHash } = fields[field]
  return {
    field,
    label,
    section,
    kind,
    before: formatValue(field, baseline[field]),
    after: formatValue(field, values[field]) ?? '',
    restarts,
    changesComposeHash,
  }
}

/** Values that change are one change together with their names, and only the names are part of the compose hash. */
function describeEnvironment(changes: PlannedChange[], environment: EnvironmentChange, baseline: EditValues, values: EditValues) {
  const ofNames = changes.find(({ field }) => field === 'envNames')
  const change = ofNames ?? { ...plannedChange('envNames', baseline, values), changesComposeHash: false }
  if (!ofNames) changes.push(change)
  const { added, replaced, removed } = environment
  const parts = [
    [replaced.length, replaced.length === 1 ? 'new value' : 'new values'],
    [added.length, 'added'],
    [removed.length, 'removed'],
  ] as const
  change.after = `${change.after}: ${parts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : [])).join(', ') || 'nothing decided'}`
}

/** A field's value as one line with its unit; `null` for a value that was not reported. A null that can be sent is a value. */
export const formatValue = (field: FieldName, value: EditValues[FieldName] | undefined): string | null =>
  value === undefined || (value === null && !fields[field].isSendable(null)) ? null : fields[field].format(value as never)

/** As within a sentence: `the compose file, the names of the environment and the visibility of logs`. `others` are names of other settings. */
export function listed(changes: PlannedChange[], others: string[] = []): string {
  const names = changes.map(({ field, label }) => {
    const inSentence = label.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())
    const { section } = fields[field]
    return section === 'visibility'
      ? `the visibility of ${inSentence}`
      : field === 'envNames'
        ? 'the names of the environment'
        : `the ${inSentence}`
  })
  const all = [...names, ...others]
  return [all.slice(0, -1).join(', '), ...all.slice(-1)].filter(Boolean).join(' and ')
}

/** `changed` names what the new compose hash covers and the present one does not; `null` where the hash stays. */
export function signatureFor(cvm: Cvm, changed: string | null): Pick<UpdatePlan, 'signature' | 'signatureReason'> {
  if (changed === null) {
    return {
      signature: 'none',
      signatureReason: isContractGoverned(cvm)
        ? 'No signature: the compose hash stays as it is.'
        : 'No signature: the compose hash stays as it is, and no contract governs this CVM.',
    }
  }
  if (isContractGoverned(cvm)) {
    return {
      signature: 'needed',
      signatureReason: `The compose hash covers ${changed}, and the app contract must allow the new one.`,
    }
  }
  if (cvm.kms.type === 'ethereum' || cvm.kms.type === 'base') {
    return { signature: 'unknown', signatureReason: 'A contract governs this CVM, but the API does not say on which chain.' }
  }
  return { signature: 'none', signatureReason: 'No signature: no contract governs this CVM.' }
}

/** `3 changes · 1 restart · 1 on-chain signature` */
export function planSentence(changeCount: number, restarts: 0 | 1, signature: UpdatePlan['signature']): string {
  if (changeCount === 0) return 'No changes'
  const signatures = { none: 'no signature', needed: '1 on-chain signature', unknown: 'perhaps 1 on-chain signature' }
  return [counted(changeCount, 'change'), restarts ? '1 restart' : 'no restart', signatures[signature]].join(' · ')
}

/** How the API's history files an update with these changes: by the largest of them. */
const operationTypeOf = (changes: PlannedChange[]): string =>
  (['compose_update', 'os_image_update'] as const).find((type) => changes.some(({ field }) => fields[field].operation === type)) ?? 'resize'
