import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { Operation } from '@/api/schemas/operation.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { type EditValues, fieldNames, fields, readBaseline } from '@/updates/fields/fields.ts'
import { planUpdate, planSentence, type UpdatePlan, usualSeconds } from './update-plan.ts'

interface RedeployOf {
  cvm: Cvm
  present: AppCompose | null
  /** The revision's own manifest. */
  revision: AppCompose
  /** Whether the app contract allows the revision's hash; `undefined` while that is not known. */
  isAllowed: boolean | undefined
  operations?: Operation[]
}

/**
 * What putting a revision back would do: its whole manifest comes back, names of the environment included, and the values stay. It is the
 * revision's own hash that counts, so where the contract allows that still, nothing is signed.
 */
export function planRedeploy({ cvm, present, revision, isAllowed, operations = [] }: RedeployOf) {
  const baseline = readBaseline(cvm, present)
  const old = readBaseline(cvm, revision)
  const taken = fieldNames.filter((name) => fields[name].changesComposeHash && old[name] !== null)
  const values: EditValues = { ...baseline, ...Object.fromEntries(taken.map((name) => [name, old[name]])) }
  const edited = planUpdate({ cvm, baseline, values })
  const signature = isAllowed && edited.signature !== 'none' ? allowedAlready : edited
  const plan: UpdatePlan = {
    ...edited,
    // The server holds the revision; no field goes over the wire.
    patch: null,
    signature: signature.signature,
    signatureReason: signature.signatureReason,
    usualSeconds: edited.restarts ? usualSeconds(operations, 'redeploy') : null,
    sentence: planSentence(edited.changes.length, edited.restarts, signature.signature),
  }
  return { baseline, values, plan, missingNames: missingNames(baseline, old) }
}

const allowedAlready = {
  signature: 'none',
  signatureReason: 'No signature: the app contract still allows the compose hash of this revision.',
} as const

/** Names that the revision reads and the CVM has no values for. */
const missingNames = (now: EditValues, old: EditValues) => (old.envNames ?? []).filter((name) => !now.envNames?.includes(name))
