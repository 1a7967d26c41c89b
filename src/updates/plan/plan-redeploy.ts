import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { Operation } from '@/api/schemas/operation.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { type EditValues, fieldNames, fields, readBaseline } from '@/updates/fields/fields.ts'
import { ownDurations } from './own-durations.ts'
import { isInForce, type RevisionDifference, revisionDifference } from './revision-difference.ts'
import { listed, planSentence, planUpdate, restartFor, signatureFor, type UpdatePlan } from './update-plan.ts'

interface RedeployOf {
  cvm: Cvm
  /** The stored configuration; `null` where the server does not hand it out. */
  present: AppCompose | null
  /** The revision's own manifest, and its hash; `null` where that is not reported. */
  revision: { manifest: AppCompose; composeHash: string | null }
  /** Whether the app contract allows the revision's hash; `undefined` while that is not known. */
  isAllowed: boolean | undefined
  operations?: Operation[]
}

/**
 * What putting a revision back would do: its whole manifest comes back, names of the environment included, and the values stay. It is the
 * revision's own hash that counts: another one than the present has to be allowed, whatever differs, and where the contract allows it still,
 * nothing is signed.
 */
export function planRedeploy({ cvm, present, revision, isAllowed, operations }: RedeployOf) {
  const baseline = readBaseline(cvm, present)
  const old = readBaseline(cvm, revision.manifest)
  const taken = fieldNames.filter((name) => fields[name].changesComposeHash && old[name] !== null)
  const values: EditValues = { ...baseline, ...Object.fromEntries(taken.map((name) => [name, old[name]])) }
  const edited = planUpdate({ cvm, baseline, values })
  // Without the stored configuration it is not known what else changes, which is not nothing.
  const settings = present ? settingsBeside(edited, revisionDifference(present, revision.manifest)) : null
  const isNothing = isInForce({ manifest: present, composeHash: cvm.composeHash }, revision)
  const differing = edited.changes.length + (settings?.length ?? 0)
  const keepsHash = isNothing || (cvm.composeHash !== null && cvm.composeHash === revision.composeHash)
  const signature = signatureFor(
    cvm,
    keepsHash
      ? null
      : listed(
          edited.changes,
          settings?.map(({ key }) => key),
        ) || 'how the file is written',
  )
  const restart = restartFor(cvm, !isNothing)
  const asked = isAllowed && signature.signature !== 'none' ? allowedAlready : signature
  const plan: UpdatePlan = {
    ...edited,
    // The server holds the revision; no field goes over the wire.
    patch: null,
    composeFile: null,
    inTheWay: [],
    ...asked,
    ...restart,
    durations: restart.restarts && operations ? ownDurations(operations, 'redeploy') : null,
    // The same content in another writing is one change as well.
    sentence: planSentence(isNothing ? 0 : Math.max(1, differing), restart.restarts, asked.signature),
  }
  return { baseline, values, plan, settings, isInForce: isNothing, missingNames: missingNames(baseline, old) }
}

const allowedAlready = {
  signature: 'none',
  signatureReason: 'No signature: the app contract still allows the compose hash of this revision.',
} as const

/** Settings that change and are no field of the plan, which shows the others. */
function settingsBeside({ changes }: UpdatePlan, { settings }: RevisionDifference) {
  const shown = changes.map(({ field }): string => fields[field].wireName)
  return settings.filter(({ key }) => !shown.includes(key))
}

/** Names that the revision reads and the CVM has no values for. */
const missingNames = (now: EditValues, old: EditValues) => (old.envNames ?? []).filter((name) => !now.envNames?.includes(name))
