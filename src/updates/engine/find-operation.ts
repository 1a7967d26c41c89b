import { whereAbsent } from '@/api/reading/absent-answer.ts'
import type { Operation } from '@/api/schemas/operation.ts'
import { parseHash32 } from '@/domain/identifiers.ts'
import type { WantedValues } from '@/updates/fields/fields.ts'
import { checkTruth, proveArrival } from './truth-check.ts'
import type { Ticket } from './update-machine.ts'
import type { UpdateWorld } from './update-world.ts'

/** Server and browser clocks may differ; the values that must match as well keep older operations out. */
const clockToleranceMs = 5 * 60_000

/** Enough to hold everything since an update began, as a CVM runs one operation at a time. */
const recentOperations = 20

/** A record that does not say when it began cannot be told from older ones. */
const startedSince = ({ startedAt }: Operation, since: string) =>
  startedAt !== null && Date.parse(startedAt) >= Date.parse(since) - clockToleranceMs

/** The newest records of a CVM; none where the server keeps no history or does not show it. */
export const recentRecords = (
  { api }: Pick<UpdateWorld, 'api'>,
  cvmId: string,
  options: { signal?: AbortSignal } = {},
): Promise<{ items: Operation[] }> => api.fetchOperations(cvmId, { ...options, limit: recentOperations }).catch(whereAbsent({ items: [] }))

/** Powering on or off changes no configuration. */
const changesConfiguration = (operation: Operation) => !/^(power|start|stop|shutdown|restart)/.test(operation.type ?? '')

export type Lookup = { found: Operation } | { found: null; isStillRunning: boolean }

/**
 * Whether an update whose answer was lost was accepted: an operation began after the request, and the CVM holds the wanted values, which it
 * did not before. While an operation runs that has not shown its values yet, the answer is still open.
 */
export async function findSubmitted(
  world: Pick<UpdateWorld, 'api'>,
  cvmId: string,
  sent: { startedAt: string; wanted: WantedValues },
  options: { signal?: AbortSignal } = {},
): Promise<Lookup> {
  const { items } = await recentRecords(world, cvmId, options)
  const candidates = items.filter((operation) => changesConfiguration(operation) && startedSince(operation, sent.startedAt))
  const [newest] = candidates
  if (!newest) return { found: null, isStillRunning: false }
  const outcomes = await checkTruth(world, cvmId, sent.wanted, options)
  if (proveArrival(outcomes)) return { found: newest }
  return { found: null, isStillRunning: newest.status === 'in_progress' }
}

/** Two clocks that are kept by a time service agree to well within this. */
const sameMomentMs = 10_000

/**
 * Whether the operation that makes a CVM busy may be our own update: it changes configuration and began when we asked. A browser repeats a
 * PATCH by itself when a reused connection breaks, and then the first one is the operation that the second one meets.
 */
export async function mayMeetItself(
  world: Pick<UpdateWorld, 'api'>,
  cvmId: string,
  sent: { startedAt: string },
  options: { signal?: AbortSignal } = {},
): Promise<boolean> {
  const { items } = await recentRecords(world, cvmId, options)
  return items.some(
    (operation) =>
      changesConfiguration(operation) &&
      operation.status === 'in_progress' &&
      operation.startedAt !== null &&
      Math.abs(Date.parse(operation.startedAt) - Date.parse(sent.startedAt)) < sameMomentMs,
  )
}

/**
 * Whether a prepared update was confirmed, by whomever: an operation with its compose hash runs, or ran since and the CVM holds that hash.
 * The operation alone is not enough: the same configuration may have been applied before, and replaced, minutes ago.
 */
export async function findConfirmed(
  world: Pick<UpdateWorld, 'api'>,
  cvmId: string,
  ticket: Ticket,
  options: { signal?: AbortSignal } = {},
): Promise<Operation | null> {
  const { items } = await recentRecords(world, cvmId, options)
  const candidate = items
    .filter((operation) => changesConfiguration(operation) && startedSince(operation, ticket.issuedAt))
    // A history may name no hashes: then the CVM's own hash decides alone.
    .find(({ composeHash }) => composeHash === null || parseHash32(composeHash) === ticket.composeHash)
  if (!candidate) return null
  if (candidate.composeHash !== null && candidate.status === 'in_progress') return candidate
  const cvm = await world.api.fetchCvm(cvmId, options)
  return cvm.composeHash === ticket.composeHash ? candidate : null
}
