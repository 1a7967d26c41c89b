import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { Revision } from '@/api/schemas/apps/revision.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { sameUuid } from '@/domain/identifiers.ts'
import { sameValue } from './build-patch.ts'
import { type EditValues, fieldNames, fields, readBaseline } from '@/updates/fields/fields.ts'

/** Whether a revision is of this CVM, and not of another one of its app. */
export const isRevisionOf = ({ cvmId, vmUuid }: Pick<Revision, 'cvmId' | 'vmUuid'>, cvm: Pick<Cvm, 'id' | 'vmUuid'>) =>
  cvmId === cvm.id || sameUuid(vmUuid, cvm.vmUuid)

/**
 * What the CVM had before an update, from its app's revisions, newest first. `null` when the update brought no revision, so that there is
 * nothing to go back to, or when there is no earlier one.
 */
export function previousRevision(
  revisions: Revision[],
  cvm: Pick<Cvm, 'id' | 'vmUuid' | 'composeHash'>,
  update: { correlationId: string },
): Revision | null {
  const own = revisions.filter((revision) => isRevisionOf(revision, cvm))
  const at = own.findIndex(({ correlationId }) => correlationId === update.correlationId)
  // Where revisions do not say which operation brought them, the running file tells which one is in force.
  const isUnnamed = at === -1 && own.every(({ correlationId }) => correlationId === null)
  if (at === -1 && !isUnnamed) return null
  const hash = own[at]?.composeHash ?? cvm.composeHash
  return own.slice(Math.max(0, at)).find(({ composeHash }) => composeHash !== null && composeHash !== hash) ?? null
}

/** A form filled with a revision's file, script and visibility. Environment values cannot be read back, so its names stay as they are. */
export function valuesFromRevision(cvm: Cvm, present: AppCompose | null, revision: AppCompose) {
  const baseline = readBaseline(cvm, present)
  const old = readBaseline(cvm, revision)
  const taken = fieldNames.filter((name) => fields[name].changesComposeHash && name !== 'envNames' && old[name] !== null)
  const values: EditValues = { ...baseline, ...Object.fromEntries(taken.map((name) => [name, old[name]])) }
  return {
    baseline,
    values,
    isSame: fieldNames.every((name) => sameValue(values[name], baseline[name])),
    /** The hash will be another one than the revision's, since the names are part of it. */
    namesDiffer: !sameValue(old.envNames, baseline.envNames),
  }
}
