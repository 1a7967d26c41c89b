import type { Cvm } from '@/domain/cvm.ts'
import { searchedText } from '@/domain/identifiers.ts'
import { statusTone, type StatusTone } from '@/domain/cvm-status.ts'
import { chosenStates, type FleetSearch, type StateGroup } from './fleet-search.ts'

const groups: Record<StatusTone, StateGroup> = { ok: 'running', moving: 'changing', off: 'stopped', bad: 'failed', unknown: 'other' }

/** A running CVM with an operation under way is changing, whatever its status still says. */
export const stateGroupOf = (cvm: Cvm): StateGroup => (cvm.inProgress ? 'changing' : groups[statusTone(cvm.status)])

/** What a filter and a column call the KMS of a CVM, as in `phala` or `base`. */
export const kmsOf = (cvm: Cvm) => cvm.kms.type ?? (cvm.kms.chainId === null ? 'not reported' : `chain ${cvm.kms.chainId}`)
export const osOf = (cvm: Cvm) => cvm.os.name ?? 'not reported'
export const nodeOf = (cvm: Cvm) => cvm.node.name ?? 'not reported'

/** What a search looks for a text in, for each CVM. The same for each key of a search, so it is made once. */
export const searchedTexts = (cvms: readonly Cvm[]): string[] =>
  cvms.map(({ name, id, appId, instanceId, vmUuid }) =>
    `${name}\n${id}\n${appId ?? ''}\n${instanceId ?? ''}\n${vmUuid ?? ''}`.toLowerCase(),
  )

/** The CVMs that everything but the state filter lets through: what the state chips count. `texts` are those of `searchedTexts`. */
export function withoutStateFilter(cvms: readonly Cvm[], search: FleetSearch, texts: readonly string[]): Cvm[] {
  const text = searchedText(search.q ?? '')
  return cvms.filter(
    (cvm, index) =>
      (!text || texts[index]!.includes(text)) && // one for each
      (search.kms === undefined || kmsOf(cvm) === search.kms) &&
      (search.os === undefined || osOf(cvm) === search.os) &&
      (search.node === undefined || nodeOf(cvm) === search.node) &&
      (search.instance === undefined || cvm.instanceId === null),
  )
}

export function withStateFilter(cvms: readonly Cvm[], search: FleetSearch): Cvm[] {
  const states = chosenStates(search)
  return states.length === 0 ? [...cvms] : cvms.filter((cvm) => states.includes(stateGroupOf(cvm)))
}

export function countByState(cvms: readonly Cvm[]): Record<StateGroup, number> {
  const counts: Record<StateGroup, number> = { running: 0, changing: 0, stopped: 0, failed: 0, other: 0 }
  for (const cvm of cvms) counts[stateGroupOf(cvm)]++
  return counts
}

/** The different values of a property, in reading order. */
export const valuesOf = (cvms: readonly Cvm[], of: (cvm: Cvm) => string) =>
  [...new Set(cvms.map(of))].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
