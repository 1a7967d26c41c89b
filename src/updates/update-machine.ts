import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import type { FailureKind } from '@/domain/failure.ts'
import type { ComposeHash, Hex } from '@/domain/identifiers.ts'
import { assertNever } from '@/lib/assert-never.ts'
import type { WantedValues } from './fields.ts'

/** What a 465 asked for: this hash, allowed on this app contract, on this chain. Holds no secret. */
export interface Ticket {
  composeHash: ComposeHash
  appId: string
  /** Always `0x` + app id; never the KMS contract. */
  appContract: Hex
  chainId: number
  kmsContract: Hex | null
  deviceId: string | null
  /** ISO time; the server forgets a prepared update after about 14 days. */
  issuedAt: string
}

/** Journaled before the wallet is asked, so that a tab that dies meanwhile can tell whether something was sent. */
export interface Attempt {
  from: Hex
  /** The account's next nonce when the wallet was asked. */
  nonce: number
  /** Decimal text: blocks before this one cannot hold the transaction. */
  fromBlock: string
  startedAt: string
}

export interface Tx {
  hash: Hex
  from: Hex
  nonce: number
  sentAt: string
}

/** The update as it was sent: the request, and the values that it should lead to. */
export interface Submission {
  /** May hold sealed environment values, so it is never stored. */
  patch: UpdateCvmRequest
  wanted: WantedValues
  startedAt: string
}

/** A failed call in the terms of the catalogue of texts, plus the server's own words. */
export interface Failure {
  kind: FailureKind
  message: string
  code: string | null
  requestId: string | null
  fieldErrors: { field: string; message: string }[]
}

/** Why the person is asked to sign (again). */
export type SignNote = 'rejected' | 'reverted' | 'cancelled' | 'dropped' | 'reorganised' | 'allowed-without-proof'

/** Where a prompt in the wallet stands. `unanswered` is a prompt that a reload left behind: it may still be open there. */
export type WalletStage = 'connect' | 'prompting' | 'unanswered'

/** What the truth check found for one field after an update ended. */
export interface FieldOutcome {
  field: keyof WantedValues
  wanted: string
  actual: string
  matches: boolean
}

export type UpdateState =
  | { step: 'draft'; failure?: Failure }
  | { step: 'reviewing'; submission: Submission; failure?: Failure }
  | { step: 'submitting'; submission: Submission }
  | { step: 'submitUncertain'; submission: Submission; finding: 'looking' | 'unknown' }
  | { step: 'hashRequired'; ticket: Ticket; note?: SignNote }
  | { step: 'wallet'; ticket: Ticket; stage: WalletStage; attempt?: Attempt }
  | { step: 'txPending'; ticket: Ticket; tx: Tx }
  | { step: 'registered'; ticket: Ticket; proof: Hex }
  | { step: 'confirming'; ticket: Ticket; proof: Hex; attempt: number; trouble?: Failure }
  | { step: 'accepted'; correlationId: string; ticket?: Ticket; proof?: Hex }
  | { step: 'applying'; correlationId: string; ticket?: Ticket; proof?: Hex }
  | { step: 'done'; correlationId: string; outcomes: FieldOutcome[]; ticket?: Ticket; proof?: Hex }
  | { step: 'failed'; correlationId: string; reason: string; outcomes: FieldOutcome[]; ticket?: Ticket; proof?: Hex }

export type UpdateEvent =
  // the person
  | { type: 'review'; submission: Submission }
  | { type: 'back' }
  | { type: 'apply'; at: string }
  | { type: 'openWallet' }
  | { type: 'closeWallet' }
  | { type: 'confirmAgain' }
  | { type: 'startOver' }
  // the API
  | { type: 'acceptedBy'; correlationId: string }
  | { type: 'hashRequiredBy'; ticket: Ticket }
  | { type: 'refused'; failure: Failure }
  | { type: 'answerLost' }
  | { type: 'lookedUp'; found: 'unknown' }
  | { type: 'confirmFailed'; failure: Failure; retry: boolean }
  | { type: 'preparedExpired'; failure: Failure }
  | { type: 'operationSeen' }
  | { type: 'operationEnded'; outcomes: FieldOutcome[] }
  | { type: 'operationFailed'; reason: string; outcomes: FieldOutcome[] }
  // the wallet
  | { type: 'asking'; attempt: Attempt }
  | { type: 'rejected' }
  | { type: 'sent'; tx: Tx }
  | { type: 'nothingSent' }
  // the chain
  | { type: 'replaced'; tx: Tx }
  | { type: 'unsuccessful'; why: Exclude<SignNote, 'rejected' | 'allowed-without-proof'> }
  | { type: 'alreadyAllowed'; proof: Hex | null }
  | { type: 'verified'; proof: Hex }
  | { type: 'allowanceGone' }

export const initialUpdateState: UpdateState = { step: 'draft' }

/**
 * The whole flow of an update as one pure, total function: an event that does not belong to the present state leaves it as it is, since
 * late and repeated answers are normal. Effects live in `update-effects.ts` and report back with events.
 */
export function nextUpdateState(state: UpdateState, event: UpdateEvent): UpdateState {
  switch (state.step) {
    case 'draft':
      return event.type === 'review' ? { step: 'reviewing', submission: event.submission } : state

    case 'reviewing':
      if (event.type === 'review') return { step: 'reviewing', submission: event.submission }
      if (event.type === 'back') return { step: 'draft' }
      if (event.type === 'apply') return { step: 'submitting', submission: { ...state.submission, startedAt: event.at } }
      return state

    case 'submitting':
      if (event.type === 'acceptedBy') return { step: 'accepted', correlationId: event.correlationId }
      if (event.type === 'hashRequiredBy') return { step: 'hashRequired', ticket: event.ticket }
      if (event.type === 'refused') return { step: 'reviewing', submission: state.submission, failure: event.failure }
      if (event.type === 'answerLost') return { step: 'submitUncertain', submission: state.submission, finding: 'looking' }
      return state

    case 'submitUncertain':
      if (event.type === 'acceptedBy') return { step: 'accepted', correlationId: event.correlationId }
      if (event.type === 'lookedUp') return { ...state, finding: event.found }
      if (event.type === 'apply') return { step: 'submitting', submission: { ...state.submission, startedAt: event.at } }
      if (event.type === 'back') return { step: 'reviewing', submission: state.submission }
      return state

    case 'hashRequired':
      if (event.type === 'openWallet') return { step: 'wallet', ticket: state.ticket, stage: 'connect' }
      return foundOnChain(state, event)

    case 'wallet':
      if (event.type === 'asking') return { step: 'wallet', ticket: state.ticket, stage: 'prompting', attempt: event.attempt }
      if (event.type === 'sent') return { step: 'txPending', ticket: state.ticket, tx: event.tx }
      if (event.type === 'rejected') return { step: 'hashRequired', ticket: state.ticket, note: 'rejected' }
      if (event.type === 'nothingSent') return { step: 'wallet', ticket: state.ticket, stage: 'connect' }
      // A prompt that is open in the wallet can still be approved there, so closing the modal does not forget it.
      if (event.type === 'closeWallet') {
        return state.attempt ? { ...state, stage: 'unanswered' } : { step: 'hashRequired', ticket: state.ticket }
      }
      return foundOnChain(state, event)

    case 'txPending':
      if (event.type === 'replaced') return { step: 'txPending', ticket: state.ticket, tx: event.tx }
      if (event.type === 'unsuccessful') return { step: 'hashRequired', ticket: state.ticket, note: event.why }
      return foundOnChain(state, event)

    case 'registered':
      if (event.type === 'allowanceGone') return { step: 'hashRequired', ticket: state.ticket, note: 'reorganised' }
      if (event.type === 'confirmAgain') return { step: 'confirming', ticket: state.ticket, proof: state.proof, attempt: 1 }
      return state

    case 'confirming':
      if (event.type === 'acceptedBy') {
        return { step: 'accepted', correlationId: event.correlationId, ticket: state.ticket, proof: state.proof }
      }
      if (event.type === 'confirmFailed') {
        return { ...state, attempt: event.retry ? state.attempt + 1 : state.attempt, trouble: event.failure }
      }
      if (event.type === 'confirmAgain') return { step: 'confirming', ticket: state.ticket, proof: state.proof, attempt: 1 }
      if (event.type === 'preparedExpired') return { step: 'draft', failure: event.failure }
      if (event.type === 'allowanceGone') return { step: 'hashRequired', ticket: state.ticket, note: 'reorganised' }
      return state

    case 'accepted':
      if (event.type === 'operationSeen') return { ...state, step: 'applying' }
      return ended(state, event)

    case 'applying':
      return ended(state, event)

    case 'done':
    case 'failed':
      if (event.type === 'review') return { step: 'reviewing', submission: event.submission }
      if (event.type === 'startOver') return initialUpdateState
      return state

    default:
      return assertNever(state)
  }
}

type BeforeRegistration = Extract<UpdateState, { step: 'hashRequired' | 'wallet' | 'txPending' }>

/** The mapping decides: a signature from another device, signer or tab counts, whatever this tab was doing. */
function foundOnChain(state: BeforeRegistration, event: UpdateEvent): UpdateState {
  if (event.type === 'startOver' && state.step === 'hashRequired') return initialUpdateState
  if (event.type === 'verified') return { step: 'registered', ticket: state.ticket, proof: event.proof }
  if (event.type === 'alreadyAllowed') {
    if (event.proof) return { step: 'registered', ticket: state.ticket, proof: event.proof }
    return state.step === 'hashRequired' ? { ...state, note: 'allowed-without-proof' } : state
  }
  return state
}

type Running = Extract<UpdateState, { step: 'accepted' | 'applying' }>

function ended(state: Running, event: UpdateEvent): UpdateState {
  if (event.type === 'operationEnded') return { ...state, step: 'done', outcomes: event.outcomes }
  if (event.type === 'operationFailed') return { ...state, step: 'failed', reason: event.reason, outcomes: event.outcomes }
  return state
}
