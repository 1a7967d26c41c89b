import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import type { FailureKind } from '@/domain/failure.ts'
import type { ComposeHash, Hex } from '@/domain/identifiers.ts'
import { assertNever } from '@/lib/assert-never.ts'
import type { WantedValues } from '@/updates/fields/fields.ts'

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
  /** May hold encrypted environment values, so it is never stored. */
  patch: UpdateCvmRequest
  wanted: WantedValues
  startedAt: string
  /** Prepared for approval elsewhere, with a commit token. No dry run: without a need for approval it is applied at once. */
  prepareOnly?: true
}

/** A failed call in the terms of the catalogue of texts, plus the server's own words. */
export interface Failure {
  kind: FailureKind
  message: string
  code: string | null
  requestId: string | null
  fieldErrors: { field: string; message: string }[]
  /** What the server advises, in its own words. */
  suggestions?: string[]
  /** ISO time at which the engine goes on by itself, where the server asked to wait. */
  continuesAt?: string
}

/** Why the person is asked to sign (again). */
export type SignNote =
  | 'rejected'
  | 'reverted'
  | 'out-of-gas'
  | 'cancelled'
  | 'withdrawn'
  | 'dropped'
  | 'unknown'
  | 'reorganised'
  | 'allowed-without-proof'

/** Where a prompt in the wallet stands. `unanswered` is a prompt that a reload left behind: it may still be open there. */
export type WalletStage = 'connect' | 'prompting' | 'unanswered'

/** What the truth check found for one field after an update ended. */
export interface FieldOutcome {
  field: keyof WantedValues
  wanted: string
  actual: string
  /** `null`: what the server holds cannot be read back in a way that could be compared. */
  matches: boolean | null
}

export type UpdateState =
  | { step: 'draft'; failure?: Failure }
  | { step: 'reviewing'; submission: Submission; failure?: Failure }
  | { step: 'submitting'; submission: Submission }
  | { step: 'submitUncertain'; submission: Submission; finding: 'looking' | 'unknown' }
  | { step: 'hashRequired'; ticket: Ticket; note?: SignNote }
  /** `commitToken` starts the update without a key. Memory only: after a reload it is `null`, and whoever got the link still has it. */
  | { step: 'externalApproval'; ticket: Ticket; commitToken: string | null }
  | { step: 'wallet'; ticket: Ticket; stage: WalletStage; attempt?: Attempt }
  | { step: 'txPending'; ticket: Ticket; tx: Tx }
  /** `justVerified`: the chain was read a moment ago by the look that led here, and the CVM's device is not refused. */
  | { step: 'registered'; ticket: Ticket; proof: Hex; justVerified?: true }
  /** `gaveUp`: it is not tried again by itself; the person decides, after reading `trouble`. */
  | { step: 'confirming'; ticket: Ticket; proof: Hex; attempt: number; justVerified?: true; trouble?: Failure; gaveUp?: boolean }
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
  | { type: 'hashRequiredBy'; ticket: Ticket; commitToken?: string }
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
  | { type: 'verified'; proof: Hex; isDeviceRefused?: true }
  /** With `tx` when a reorganisation put the transaction back among the waiting ones. */
  | { type: 'allowanceGone'; tx?: Tx }

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
      if (event.type === 'hashRequiredBy') {
        const { ticket, commitToken = null } = event
        return state.submission.prepareOnly ? { step: 'externalApproval', ticket, commitToken } : { step: 'hashRequired', ticket }
      }
      if (event.type === 'refused') return { step: 'reviewing', submission: state.submission, failure: event.failure }
      if (event.type === 'answerLost') return { step: 'submitUncertain', submission: state.submission, finding: 'looking' }
      return state

    case 'submitUncertain':
      if (event.type === 'acceptedBy') return { step: 'accepted', correlationId: event.correlationId }
      if (event.type === 'lookedUp') return state.finding === event.found ? state : { ...state, finding: event.found }
      if (event.type === 'apply') return { step: 'submitting', submission: { ...state.submission, startedAt: event.at } }
      if (event.type === 'back') return { step: 'reviewing', submission: state.submission }
      return state

    case 'hashRequired':
      if (event.type === 'openWallet') return { step: 'wallet', ticket: state.ticket, stage: 'connect' }
      if (event.type === 'startOver') return initialUpdateState
      if (event.type === 'sent') return { step: 'txPending', ticket: state.ticket, tx: event.tx }
      return foundOnChain(state, event)

    case 'externalApproval':
      // Given up here. Whoever holds the token can still commit it, until another update of this CVM is prepared.
      if (event.type === 'startOver') return initialUpdateState
      return foundOnChain(state, event)

    case 'wallet':
      // While a prompt is open there is no second one: wallets queue them, and both could be approved.
      if (event.type === 'asking' && state.stage !== 'prompting') {
        return { step: 'wallet', ticket: state.ticket, stage: 'prompting', attempt: event.attempt }
      }
      if (event.type === 'sent') return { step: 'txPending', ticket: state.ticket, tx: event.tx }
      if (event.type === 'rejected') return { step: 'hashRequired', ticket: state.ticket, note: 'rejected' }
      if (event.type === 'nothingSent' && state.attempt) return { step: 'wallet', ticket: state.ticket, stage: 'connect' }
      // Given up for good. Should a prompt of before still be approved, the hash is allowed and nothing else happens.
      if (event.type === 'startOver' && state.stage !== 'prompting') return initialUpdateState
      // A prompt that is open in the wallet can still be approved there, so closing the modal does not forget it.
      if (event.type === 'closeWallet') {
        if (state.stage === 'unanswered') return state
        return state.attempt ? { ...state, stage: 'unanswered' } : { step: 'hashRequired', ticket: state.ticket }
      }
      return foundOnChain(state, event)

    case 'txPending':
      if (event.type === 'replaced') return { step: 'txPending', ticket: state.ticket, tx: event.tx }
      if (event.type === 'unsuccessful') return { step: 'hashRequired', ticket: state.ticket, note: event.why }
      return foundOnChain(state, event)

    case 'registered':
      if (event.type === 'confirmAgain') return { ...state, step: 'confirming', attempt: 1 }
      // Offered where the CVM would not come back. The hash stays allowed, so the same change needs no new signature.
      if (event.type === 'startOver') return initialUpdateState
      return afterRegistration(state, event)

    case 'confirming':
      if (event.type === 'confirmFailed') return confirmFailed(state, event)
      if (event.type === 'confirmAgain' && state.gaveUp) {
        return { step: 'confirming', ticket: state.ticket, proof: state.proof, attempt: 1 }
      }
      if (event.type === 'startOver' && state.gaveUp) return initialUpdateState
      if (event.type === 'preparedExpired') return { step: 'draft', failure: event.failure }
      return afterRegistration(state, event)

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

type BeforeRegistration = Extract<UpdateState, { step: 'hashRequired' | 'externalApproval' | 'wallet' | 'txPending' }>

/** The mapping decides: a signature from another device, signer or tab counts, whatever this tab was doing. */
function foundOnChain(state: BeforeRegistration, event: UpdateEvent): UpdateState {
  if (event.type === 'verified') {
    return { step: 'registered', ticket: state.ticket, proof: event.proof, ...(event.isDeviceRefused ? {} : { justVerified: true }) }
  }
  if (event.type === 'alreadyAllowed') {
    if (event.proof) return { step: 'registered', ticket: state.ticket, proof: event.proof }
    const canSay = state.step === 'externalApproval' || (state.step === 'hashRequired' && state.note !== 'allowed-without-proof')
    return canSay ? { step: 'hashRequired', ticket: state.ticket, note: 'allowed-without-proof' } : state
  }
  // Someone else registered and confirmed; the operations say so.
  if (event.type === 'acceptedBy') return { step: 'accepted', correlationId: event.correlationId, ticket: state.ticket }
  return state
}

type Registered = Extract<UpdateState, { step: 'registered' | 'confirming' }>

function afterRegistration(state: Registered, event: UpdateEvent): UpdateState {
  const { ticket, proof } = state
  if (event.type === 'acceptedBy') return { step: 'accepted', correlationId: event.correlationId, ticket, proof }
  // The chain was reorganised and the hash is registered by another transaction now.
  if (event.type === 'verified' && event.proof !== proof) return { step: 'registered', ticket, proof: event.proof }
  if (event.type === 'allowanceGone') {
    return event.tx ? { step: 'txPending', ticket, tx: event.tx } : { step: 'hashRequired', ticket, note: 'reorganised' }
  }
  return state
}

type Confirming = Extract<UpdateState, { step: 'confirming' }>

function confirmFailed(state: Confirming, { failure, retry }: { failure: Failure; retry: boolean }): UpdateState {
  const { ticket, proof } = state
  if (!retry) return { step: 'confirming', ticket, proof, attempt: state.attempt, trouble: failure, gaveUp: true }
  // A busy CVM says nothing about the proof, so waiting for it uses up no attempt.
  const attempt = failure.kind === 'busy' ? state.attempt : state.attempt + 1
  return { step: 'confirming', ticket, proof, attempt, trouble: failure }
}

type Running = Extract<UpdateState, { step: 'accepted' | 'applying' }>

function ended(state: Running, event: UpdateEvent): UpdateState {
  if (event.type === 'operationEnded') return { ...state, step: 'done', outcomes: event.outcomes }
  if (event.type === 'operationFailed') return { ...state, step: 'failed', reason: event.reason, outcomes: event.outcomes }
  return state
}
