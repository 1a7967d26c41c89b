import type { Operation } from '@/api/schemas/operation.ts'
import type { TransactionStatus } from '@/chain/transaction/transaction-status.ts'
import { patchFor } from '@/updates/plan/build-patch.ts'
import { findConfirmed, findSubmitted, recentRecords } from './find-operation.ts'
import type { TransactionHash } from '@/domain/identifiers.ts'
import type { HashVerdict } from '@/updates/verdict/hash-verdict.ts'
import { checkTruth } from './truth-check.ts'
import type { Journal } from './update-journal.ts'
import {
  type FieldOutcome,
  initialUpdateState,
  type SignNote,
  type Ticket,
  type SentTransaction,
  type UpdateState,
  type Write,
} from './update-machine.ts'
import { isUndecided, type Registration, type UpdateWorld } from './update-world.ts'

/** What the API and the chain say about a journal's facts. `null` = could not be asked, or there was nothing to ask. */
export interface Facts {
  /** By correlation id, else one that matches what was sent or prepared. */
  operation: Operation | null
  /** Wanted versus actual, once the operation ended. */
  outcomes: FieldOutcome[] | null
  registration: Registration | null
  transaction: TransactionStatus | null
  nonces: { mined: number; withPending: number } | null
  /** No other tab can be in the middle of sending what the journal says. */
  isOnlyTab: boolean
}

export const noFacts: Facts = { operation: null, outcomes: null, registration: null, transaction: null, nonces: null, isOnlyTab: false }

/**
 * Where an update stands, from facts alone: what the journal proves to have happened, and what API and chain say now. Never from a saved
 * label. A fact that could not be asked leaves the state that goes on asking for it, and never one that would send or sign again.
 */
export function recoverUpdate(journal: Journal | null, facts: Facts): UpdateState {
  if (!journal) return initialUpdateState
  const { ticket } = journal
  const correlationId = journal.correlationId ?? facts.operation?.correlationId
  if (correlationId) return running(correlationId, journal, facts)
  if (!ticket) return unanswered(journal, facts)
  const { registration } = facts
  const prepared = { ticket, verdict: journal.verdict ?? null }
  const registered = (transactionHash: TransactionHash): UpdateState => ({
    step: 'registered',
    ...prepared,
    transactionHash,
    device: null,
    goesOnWithoutDevice: journal.goesOnWithoutDevice === true,
  })
  if (registration?.allowed && registration.transactionHash) return registered(registration.transactionHash)
  if (journal.sent) return afterSending(prepared, { ...journal, sent: journal.sent }, facts)
  if (journal.transactionHash) {
    // Confirming reads the chain before anything is sent, so a transaction that could not be checked now is checked there.
    return registration && !isUndecided(registration)
      ? { step: 'hashRequired', ...prepared, note: 'reorganised' }
      : registered(journal.transactionHash)
  }
  const isOpen = registration !== null && isUndecided(registration)
  if (registration?.allowed && !isOpen) {
    const { searchedBackTo } = registration
    return { step: 'hashRequired', ...prepared, note: 'allowed-without-transaction', ...(searchedBackTo ? { searchedBackTo } : {}) }
  }
  if (journal.attempt) {
    // The nonce that our transaction would have had is used, and the hash is not allowed: something else was sent.
    const isUsedByAnother = registration !== null && !isOpen && facts.nonces !== null && facts.nonces.mined > journal.attempt.nonce
    if (isUsedByAnother) return { step: 'hashRequired', ...prepared, note: 'cancelled' }
    return { step: 'wallet', ...prepared, stage: 'unanswered', attempt: journal.attempt }
  }
  return journal.prepareOnly ? { step: 'externalApproval', ...prepared, commitToken: null } : { step: 'hashRequired', ...prepared }
}

function running(correlationId: string, journal: Journal, { operation, outcomes }: Facts): UpdateState {
  const { ticket, transactionHash } = journal
  const common = { correlationId, ...(ticket ? { ticket } : {}), ...(transactionHash ? { transactionHash } : {}) }
  if (!operation) return { step: 'accepted', ...common }
  if (operation.status === 'failed' && outcomes) {
    return { step: 'failed', ...common, reason: failureReason(operation), outcomes }
  }
  if (operation.status === 'completed' && outcomes) return { step: 'done', ...common, outcomes }
  return { step: 'applying', ...common }
}

/** The server's own words about a failed operation. */
export const failureReason = (operation: Operation) => operation.errorMessage ?? 'The server named no reason.'

/** Apply was pressed and the tab went away before an answer came. */
function unanswered(journal: Journal, { isOnlyTab }: Facts): UpdateState {
  if (journal.isUnsent && isOnlyTab) return initialUpdateState
  if (journal.hadSecrets) {
    return {
      step: 'draft',
      failure: {
        kind: 'not-understood',
        message: 'The page went away before the answer came. Environment values are never stored and have to be entered again.',
        code: null,
        requestId: null,
        fieldErrors: [],
      },
    }
  }
  const { wanted, startedAt, provisioned, prepareOnly, before = { operations: null, serverTime: null } } = journal
  const submission = {
    write: writeOf(journal),
    wanted,
    startedAt,
    before,
    ...(provisioned ? { provisioned } : {}),
    ...(prepareOnly ? { prepareOnly } : {}),
  }
  return { step: 'submitUncertain', submission, finding: 'looking' }
}

/** What was asked of the server, as far as the record holds it: never with values of the environment. */
function writeOf({ redeploys, isWholeManifest, wanted }: Journal): Write {
  if (redeploys) return { kind: 'redeploy', revision: redeploys }
  return isWholeManifest ? { kind: 'composeFile', changes: patchFor(wanted) } : { kind: 'patch', patch: patchFor(wanted) }
}

const notes: Partial<Record<TransactionStatus, SignNote>> = {
  'mined-reverted': 'reverted',
  'mined-out-of-gas': 'out-of-gas',
  replaced: 'cancelled',
}

function afterSending(
  prepared: { ticket: Ticket; verdict: HashVerdict | null },
  { sent, contradictedSince }: Pick<Journal, 'contradictedSince'> & { sent: SentTransaction },
  { registration, transaction }: Facts,
): UpdateState {
  const note = transaction ? notes[transaction] : undefined
  // Without the mapping, a replaced transaction may have been a speed-up: keep watching. A dropped one takes several looks to believe.
  if (note && registration && !isUndecided(registration)) return { step: 'hashRequired', ...prepared, note }
  return { step: 'txPending', ...prepared, sent, ...(contradictedSince ? { contradictedSince } : {}) }
}

/** Asks for everything that the journal leaves open. Never rejects: what cannot be asked in time stays unknown. */
export async function gatherFacts(world: UpdateWorld, cvmId: string, journal: Journal): Promise<Omit<Facts, 'isOnlyTab'>> {
  const timeUp = new AbortController()
  const inTime = async <Value>(asking: () => Promise<Value>): Promise<Value | null> =>
    Promise.race([asking(), world.clock.wait(world.pace.factMs, timeUp.signal).then(() => null)]).catch(() => null)

  const askOperation = async (): Promise<Operation | null> => {
    const { correlationId, ticket, before = null } = journal
    if (journal.isUnsent) return null
    if (correlationId) {
      const { items } = await recentRecords(world, cvmId)
      return items.find((operation) => operation.correlationId === correlationId) ?? null
    }
    return ticket ? findConfirmed(world, cvmId, { ticket, before }) : (await findSubmitted(world, cvmId, journal)).found
  }
  const askChain = async <Value>(ask: (chain: Awaited<ReturnType<UpdateWorld['chain']>>) => Promise<Value>) =>
    journal.ticket && !journal.correlationId ? ask(await world.chain(journal.ticket.chainId)) : null

  const { ticket, sent, attempt, transactionHash } = journal
  const [operation, registration, transaction, nonces] = await Promise.all([
    inTime(askOperation),
    inTime(() =>
      askChain((chain) =>
        ticket ? chain.registration(ticket, transactionHash ?? sent?.transactionHash ?? null, attempt?.fromBlock) : Promise.resolve(null),
      ),
    ),
    inTime(() => askChain((chain) => (sent ? chain.transactionStatus(sent) : Promise.resolve(null)))),
    inTime(() => askChain((chain) => (attempt ? chain.nonces(attempt.from) : Promise.resolve(null)))),
  ])
  const hasEnded = operation && operation.status !== 'in_progress'
  const outcomes = hasEnded ? await inTime(() => checkTruth(world, cvmId, journal.wanted)) : null
  timeUp.abort(new Error('facts gathered'))
  return { operation, outcomes, registration, transaction, nonces }
}
