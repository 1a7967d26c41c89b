import { ApiError } from '@/api/api-error.ts'
import { whereAbsent } from '@/api/reading/absent-answer.ts'
import type { Operation } from '@/api/schemas/operation.ts'
import { isInTransition } from '@/domain/cvm-status.ts'
import { parseHash32 } from '@/domain/identifiers.ts'
import type { WantedValues } from '@/updates/fields/fields.ts'
import { checkTruth, proveArrival } from './truth-check.ts'
import type { BeforeSending, Ticket } from './update-machine.ts'
import type { UpdateWorld } from './update-world.ts'

/** Enough to hold everything since an update began, as a CVM runs one operation at a time. */
export const recentOperations = 20

/** Whoever writes the server's `Date` and whoever writes its records may be two machines, kept by one time service. */
const serversDifferMs = 5_000

/**
 * Whether an operation began after our request was sent: the list that was read before did not hold it. Where that list could not be read,
 * the server's own times decide; `null` where neither is known. This computer's clock says nothing: it may be wrong by a year.
 */
function isNewSince({ correlationId, startedAt }: Operation, before: BeforeSending | null): boolean | null {
  if (before?.operations) return !before.operations.includes(correlationId)
  if (!before?.serverTime) return null
  // A record that does not say when it began cannot be told from older ones.
  const began = Date.parse(startedAt ?? '')
  return Number.isNaN(began) ? null : began >= Date.parse(before.serverTime) - serversDifferMs
}

/** The newest records of a CVM and how many could not be read; none where the server keeps no history or does not show it. */
export const recentRecords = (
  { api }: { api: Pick<UpdateWorld['api'], 'fetchOperations'> },
  cvmId: string,
  options: { signal?: AbortSignal } = {},
): Promise<{ items: Operation[]; unreadable: number }> =>
  api.fetchOperations(cvmId, { ...options, limit: recentOperations }).catch(whereAbsent({ items: [], unreadable: 0 }))

/** Powering on or off changes no configuration. */
const changesConfiguration = (operation: Operation) => !/^(power|start|stop|shutdown|restart)/.test(operation.type ?? '')

export type Lookup = { found: Operation } | { found: null; isStillRunning: boolean }

/**
 * Whether an update whose answer was lost was accepted: an operation began after the request, and the CVM holds the wanted values, which it
 * did not before. While an operation runs that has not shown its values yet, the answer is still open; where nobody can tell an older
 * operation from ours, it stays open for good.
 */
export async function findSubmitted(
  world: Pick<UpdateWorld, 'api'>,
  cvmId: string,
  sent: { before?: BeforeSending; wanted: WantedValues },
  options: { signal?: AbortSignal } = {},
): Promise<Lookup> {
  const { items } = await recentRecords(world, cvmId, options)
  const newest = items.find((operation) => changesConfiguration(operation) && isNewSince(operation, sent.before ?? null) !== false)
  if (!newest) return { found: null, isStillRunning: false }
  const isStillRunning = newest.status === 'in_progress'
  if (!isNewSince(newest, sent.before ?? null)) return { found: null, isStillRunning }
  const outcomes = await checkTruth(world, cvmId, sent.wanted, options)
  return proveArrival(outcomes) ? { found: newest } : { found: null, isStillRunning }
}

/**
 * Whether the operation that makes a CVM busy can be our own update: it changes configuration and is not known to be older than our request.
 * A browser repeats a PATCH by itself when a reused connection breaks, and then the first one is the operation that the second one meets.
 * Where no record says what runs and one could not be read, that one may be it.
 */
export async function canBeOwnOperation(
  world: Pick<UpdateWorld, 'api'>,
  cvmId: string,
  before: BeforeSending | null,
  options: { signal?: AbortSignal } = {},
): Promise<boolean> {
  const { items, unreadable } = await recentRecords(world, cvmId, options)
  const running = items.filter(({ status }) => status === 'in_progress')
  if (running.length === 0) return unreadable > 0
  return running.some((operation) => changesConfiguration(operation) && isNewSince(operation, before) !== false)
}

/**
 * Whether a prepared update was confirmed, by whomever: an operation with its compose hash runs, or ran since and the CVM holds that hash.
 * The operation alone is not enough: the same configuration may have been applied before, and replaced, minutes ago. Where it is not known
 * which operations are older (`before` is `null` for who only holds a link), the hash that runs decides alone. Throws `ApiError`
 * `not-understood` where it runs or may run by an operation whose record could not be read.
 */
export async function findConfirmed(
  world: { api: Pick<UpdateWorld['api'], 'fetchOperations' | 'fetchCvm'> },
  cvmId: string,
  { ticket, before }: { ticket: Ticket; before: BeforeSending | null },
  options: { signal?: AbortSignal } = {},
): Promise<Operation | null> {
  const { items, unreadable } = await recentRecords(world, cvmId, options)
  const candidate = items
    .filter((operation) => changesConfiguration(operation) && isNewSince(operation, before) !== false)
    // A history may name no hashes: then the CVM's own hash decides alone.
    .find(({ composeHash }) => composeHash === null || parseHash32(composeHash) === ticket.composeHash)
  if (!candidate) {
    if (unreadable > 0) await mustRunAnotherHash(world, cvmId, ticket, options)
    return null
  }
  if (candidate.composeHash !== null && candidate.status === 'in_progress') return candidate
  const cvm = await world.api.fetchCvm(cvmId, options)
  return cvm.composeHash === ticket.composeHash ? candidate : null
}

async function mustRunAnotherHash(
  { api }: { api: Pick<UpdateWorld['api'], 'fetchCvm'> },
  cvmId: string,
  { composeHash }: Ticket,
  options: { signal?: AbortSignal },
): Promise<void> {
  const cvm = await api.fetchCvm(cvmId, options)
  if (cvm.composeHash !== null && cvm.composeHash !== composeHash && !isInTransition(cvm)) return
  const message = 'A record of this CVM’s operations could not be read, and it may be the one that is looked for.'
  throw new ApiError({ kind: 'not-understood', status: 200, method: 'GET', message })
}
