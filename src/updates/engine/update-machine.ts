import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import type { UpdateFailureKind } from '@/domain/failure.ts'
import type { ComposeHash, Hash32, Hex, TransactionHash } from '@/domain/identifiers.ts'
import { assertNever } from '@/lib/assert-never.ts'
import type { WireValues } from '@/updates/fields/field-row.ts'
import type { WantedValues } from '@/updates/fields/fields.ts'
import type { HashVerdict } from '@/updates/verdict/hash-verdict.ts'

/** What a 465 asked for: this hash, allowed on this app contract, on this chain. Holds no secret. */
export interface Ticket {
  composeHash: ComposeHash
  appId: string
  /** Always `0x` + app id; never the KMS contract. */
  appContract: Hex
  chainId: number
  kmsContract: Hex | null
  deviceId: Hash32 | null
  /** ISO time, the server's where an answer had told it; the server forgets a prepared update after about 14 days. */
  issuedAt: string
  /** The revision that was asked for; absent for changed fields, which the server keeps. */
  redeploys?: RevisionRef
  /** The manifest was given to the server whole, which holds it by its hash. */
  isWholeManifest?: true
  /** Of a whole manifest: the compose hash of the CVM when it was built. Absent where the server told none. */
  builtOn?: ComposeHash
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

/** What a wallet of this browser sent to have the hash allowed. */
export interface SentTransaction {
  transactionHash: TransactionHash
  from: Hex
  nonce: number
  sentAt: string
}

/** What was so right before a request was sent: it tells the operation that came of it from older ones. */
export interface BeforeSending {
  /** Correlation ids in the list of operations; `null` when it could not be read. */
  operations: string[] | null
  /** ISO time by the server's clock, as early as it can have been; `null` when no answer had told it. */
  serverTime: string | null
}

/** A revision of the CVM's app that is put back: the server holds it, and the contract may allow its hash still. */
export interface RevisionRef {
  id: string
  /** As the list of revisions named it; `null` where it named none. */
  composeHash: ComposeHash | null
}

/**
 * What is asked of the server. How a registered hash is proved to it differs: see `confirmUpdate`, `confirmRedeploy` and `commitComposeFile` in
 * `api`.
 */
export type Write =
  /** Changed fields. May hold encrypted environment values, so it is never stored. */
  | { kind: 'patch'; patch: UpdateCvmRequest }
  | { kind: 'redeploy'; revision: RevisionRef }
  /** Keys that change in the stored manifest, which is sent whole: first to learn its hash, and then, by that hash, to be put to use. */
  | { kind: 'composeFile'; changes: WireValues }

/** A manifest that the server holds whole, by its hash; `builtOn` as in a ticket. */
export interface Provisioned {
  composeHash: ComposeHash
  builtOn?: ComposeHash
}

/** The update as it was sent: what was asked for, and the values that it should lead to. */
export interface Submission {
  write: Write
  wanted: WantedValues
  /** ISO time by this computer's clock, so it is shown and compared with nothing that the server wrote. */
  startedAt: string
  /** Absent until it was read, and nothing is sent until then. A request that is repeated after a lost answer keeps that of the first. */
  before?: BeforeSending
  /** Of a whole manifest that the server holds and nobody has to allow: its hash, once our own computation did not speak against it. */
  provisioned?: Provisioned
  /** Prepared for approval elsewhere, with a commit token. No dry run: without a need for approval it is applied at once. */
  prepareOnly?: true
}

/** A failed call in the terms of the catalogue of texts, plus the server's own words. */
export interface Failure {
  kind: UpdateFailureKind
  message: string
  /** The message is the console's own and no quotation of the server. */
  isOwnMessage?: true
  code: string | null
  requestId: string | null
  fieldErrors: { field: string; message: string }[]
  /** What the server advises, in its own words. */
  suggestions?: string[]
  /** ISO time at which the engine goes on by itself, where the server asked to wait. */
  continuesAt?: string
  /** ISO time before which the server asked for no other try; the person decides. */
  notBefore?: string
}

/** Why the chain could not be read, or cannot be believed yet, in words. The chain is asked again by itself. */
export interface ChainTrouble {
  title: string
  text: string
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
  | 'allowed-without-transaction'

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

/**
 * What is known of the CVM's device. `ungated`: the server named no device, so none is in the way. `unread`: the contract could not be asked.
 */
export type DeviceStatus = 'allowed' | 'refused' | 'unread' | 'ungated'

/** What every state between a 465 and its confirmation knows. */
interface Prepared {
  ticket: Ticket
  /** What our own computation says of the hash; `null` until it has said. A mismatch is never signed for and never confirmed. */
  verdict: HashVerdict | null
}

/** The app contract allows the hash, by this transaction: its receipt holds the contract's event. */
interface Allowed extends Prepared {
  transactionHash: TransactionHash
  /** The person wants the update confirmed although the contract refuses the device, or could not be asked. */
  goesOnWithoutDevice: boolean
}

export type UpdateState =
  | { step: 'draft'; failure?: Failure }
  | { step: 'reviewing'; submission: Submission; failure?: Failure }
  | { step: 'submitting'; submission: Submission }
  | { step: 'submitUncertain'; submission: Submission; finding: 'looking' | 'unknown' }
  /** `searchedBackTo`: with `allowed-without-transaction`, the oldest block that the search for it looked at, where it ended early. */
  | (Prepared & { step: 'hashRequired'; note?: SignNote; searchedBackTo?: string })
  /** `commitToken` starts the update without a key. Memory only: after a reload it is `null`, and whoever got the link still has it. */
  | (Prepared & { step: 'externalApproval'; commitToken: string | null })
  | (Prepared & { step: 'wallet'; stage: WalletStage; attempt?: Attempt })
  /**
   * `contradictedSince`: ISO time by this computer's clock since which every look found that the receipt registers the hash and the
   * contract does not list it.
   */
  | (Prepared & { step: 'txPending'; sent: SentTransaction; contradictedSince?: string })
  /**
   * Allowed, and something still stands in the way of confirming: the verdict, or the device, on which the CVM would not start again.
   * `device` is `null` until the contract was asked.
   */
  | (Allowed & { step: 'registered'; device: DeviceStatus | null })
  /**
   * `evidence`: whether the contract was read by the very look that led here, or has to be read before anything is sent.
   * `gaveUp`: it is not tried again by itself; the person decides, after reading `trouble`.
   */
  | (Allowed & { step: 'confirming'; attempt: number; evidence: 'fresh' | 'to-be-read'; trouble?: Failure; gaveUp?: boolean })
  | { step: 'accepted'; correlationId: string; ticket?: Ticket; transactionHash?: TransactionHash }
  | { step: 'applying'; correlationId: string; ticket?: Ticket; transactionHash?: TransactionHash }
  | { step: 'done'; correlationId: string; outcomes: FieldOutcome[]; ticket?: Ticket; transactionHash?: TransactionHash }
  | { step: 'failed'; correlationId: string; reason: string; outcomes: FieldOutcome[]; ticket?: Ticket; transactionHash?: TransactionHash }

export type UpdateEvent =
  // the person
  | { type: 'review'; submission: Submission }
  | { type: 'back' }
  | { type: 'apply'; at: string }
  | { type: 'openWallet' }
  | { type: 'closeWallet' }
  | { type: 'confirmAgain' }
  /** The CVM would not start again, or nobody knows; the person wants the update confirmed all the same. */
  | { type: 'goOnWithoutDevice' }
  | { type: 'startOver' }
  // the API
  | { type: 'readBefore'; before: BeforeSending }
  /** Nobody has to allow the hash, and it was compared with our own. */
  | { type: 'provisionedAs'; provisioned: Provisioned; verdict: HashVerdict }
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
  // our own computation
  | { type: 'judged'; verdict: HashVerdict }
  // the wallet
  | { type: 'asking'; attempt: Attempt }
  | { type: 'rejected' }
  | { type: 'sent'; sent: SentTransaction }
  | { type: 'nothingSent' }
  // the chain
  | { type: 'replaced'; sent: SentTransaction }
  | { type: 'unsuccessful'; why: Exclude<SignNote, 'rejected' | 'allowed-without-transaction'> }
  /** The receipt registers the hash and the contract does not list it; `null`: a later look found no such contradiction. */
  | { type: 'contradicted'; since: string | null }
  | { type: 'alreadyAllowed'; transactionHash: TransactionHash | null; searchedBackTo?: string | undefined }
  | { type: 'verified'; transactionHash: TransactionHash; device: DeviceStatus }
  | { type: 'deviceRead'; device: DeviceStatus }
  /**
   * With `sent` when a reorganisation put the transaction back among the waiting ones; `isContradicted` where its receipt still registers
   * the hash, and the contract does not list it.
   */
  | { type: 'allowanceGone'; sent?: SentTransaction; isContradicted?: true }

export const initialUpdateState: UpdateState = { step: 'draft' }

/** Whether somebody may be asked to sign for a hash. A proven mismatch has no override, and until it is judged nobody is asked. */
export const maySign = (verdict: HashVerdict | null): boolean => verdict !== null && verdict.kind !== 'mismatch'

/** Nothing that could start an update was sent: a whole manifest has to be held by the server, and its hash compared, before. */
export const isToBeProvisioned = ({ write, provisioned }: Submission): boolean => write.kind === 'composeFile' && provisioned === undefined

/** A proven mismatch goes back to the review, and nothing was applied. Where nobody signs, a hash that cannot be computed here stops nothing. */
function provisionedAs(submission: Submission, { provisioned, verdict }: { provisioned: Provisioned; verdict: HashVerdict }): UpdateState {
  if (verdict.kind !== 'mismatch') return { step: 'submitting', submission: { ...submission, provisioned } }
  const message = `The server’s hash ${provisioned.composeHash} is not ${verdict.ours}, which the stored configuration has with your edits. Nothing was applied.`
  const failure: Failure = { kind: 'not-understood', message, isOwnMessage: true, code: null, requestId: null, fieldErrors: [] }
  return { step: 'reviewing', submission, failure }
}

type Registered = Extract<UpdateState, { step: 'registered' }>

/** Whether an allowed hash may be confirmed: it is what the edits lead to, as far as can be told, and the CVM will start, or the person chose. */
const mayConfirm = ({ verdict, device, goesOnWithoutDevice }: Pick<Registered, 'verdict' | 'device' | 'goesOnWithoutDevice'>): boolean =>
  maySign(verdict) && (device === 'allowed' || device === 'ungated' || goesOnWithoutDevice)

/**
 * The whole flow of an update as one pure, total function: an event that does not belong to the present state leaves it as it is, since
 * late and repeated answers are normal. Effects live in `effects` and report back with events.
 */
export function nextUpdateState(state: UpdateState, event: UpdateEvent): UpdateState {
  switch (state.step) {
    case 'draft':
      return event.type === 'review' ? { step: 'reviewing', submission: event.submission } : state

    case 'reviewing':
      if (event.type === 'review') return { step: 'reviewing', submission: event.submission }
      if (event.type === 'back') return { step: 'draft' }
      if (event.type === 'apply') {
        const { before: _ofAnotherTime, provisioned: _then, ...submission } = state.submission
        return { step: 'submitting', submission: { ...submission, startedAt: event.at } }
      }
      return state

    case 'submitting':
      if (event.type === 'readBefore' && !state.submission.before) {
        return { step: 'submitting', submission: { ...state.submission, before: event.before } }
      }
      if (event.type === 'provisionedAs' && isToBeProvisioned(state.submission)) return provisionedAs(state.submission, event)
      if (event.type === 'acceptedBy') return { step: 'accepted', correlationId: event.correlationId }
      if (event.type === 'hashRequiredBy') {
        const { ticket, commitToken = null } = event
        return state.submission.prepareOnly
          ? { step: 'externalApproval', ticket, verdict: null, commitToken }
          : { step: 'hashRequired', ticket, verdict: null }
      }
      if (event.type === 'refused') return { step: 'reviewing', submission: state.submission, failure: event.failure }
      // Once something was sent that could start an update, it is not known whether it did, and nobody leaves that behind.
      if (event.type === 'back' && isToBeProvisioned(state.submission)) return { step: 'reviewing', submission: state.submission }
      if (event.type === 'answerLost') return { step: 'submitUncertain', submission: state.submission, finding: 'looking' }
      return state

    case 'submitUncertain':
      if (event.type === 'acceptedBy') return { step: 'accepted', correlationId: event.correlationId }
      if (event.type === 'lookedUp') return state.finding === event.found ? state : { ...state, finding: event.found }
      if (event.type === 'apply') return { step: 'submitting', submission: { ...state.submission, startedAt: event.at } }
      if (event.type === 'back') return { step: 'reviewing', submission: state.submission }
      return state

    case 'hashRequired':
      if (event.type === 'openWallet' && maySign(state.verdict)) return { step: 'wallet', ...preparedOf(state), stage: 'connect' }
      if (event.type === 'startOver') return initialUpdateState
      if (event.type === 'sent') return { step: 'txPending', ...preparedOf(state), sent: event.sent }
      return beforeRegistration(state, event)

    case 'externalApproval':
      // Given up here. Whoever holds the token can still commit it, until another update of this CVM is prepared.
      if (event.type === 'startOver') return initialUpdateState
      return beforeRegistration(state, event)

    case 'wallet':
      // While a prompt is open there is no second one: wallets queue them, and both could be approved.
      if (event.type === 'asking' && state.stage !== 'prompting' && maySign(state.verdict)) {
        return { step: 'wallet', ...preparedOf(state), stage: 'prompting', attempt: event.attempt }
      }
      if (event.type === 'sent') return { step: 'txPending', ...preparedOf(state), sent: event.sent }
      if (event.type === 'rejected') return { step: 'hashRequired', ...preparedOf(state), note: 'rejected' }
      if (event.type === 'nothingSent' && state.attempt) return { step: 'wallet', ...preparedOf(state), stage: 'connect' }
      // Given up for good. Should a prompt of before still be approved, the hash is allowed and nothing else happens.
      if (event.type === 'startOver' && state.stage !== 'prompting') return initialUpdateState
      // A prompt that is open in the wallet can still be approved there, so closing the modal does not forget it.
      if (event.type === 'closeWallet') {
        if (state.stage === 'unanswered') return state
        return state.attempt ? { ...state, stage: 'unanswered' } : { step: 'hashRequired', ...preparedOf(state) }
      }
      return beforeRegistration(state, event)

    case 'txPending':
      if (event.type === 'replaced') return { step: 'txPending', ...preparedOf(state), sent: event.sent }
      if (event.type === 'unsuccessful') return { step: 'hashRequired', ...preparedOf(state), note: event.why }
      if (event.type === 'contradicted' && (state.contradictedSince ?? null) !== event.since) {
        return { step: 'txPending', ...preparedOf(state), sent: state.sent, ...(event.since ? { contradictedSince: event.since } : {}) }
      }
      return beforeRegistration(state, event)

    case 'registered':
      if (event.type === 'judged' && state.verdict === null) return onceNothingIsInTheWay({ ...state, verdict: event.verdict })
      if (event.type === 'deviceRead' && (event.device !== state.device || mayConfirm(state))) {
        return onceNothingIsInTheWay({ ...state, device: event.device })
      }
      if (event.type === 'goOnWithoutDevice' && !state.goesOnWithoutDevice) {
        return onceNothingIsInTheWay({ ...state, goesOnWithoutDevice: true })
      }
      // Starting over is offered where the CVM would not come back. The hash stays allowed, so the same change needs no new signature.
      if (event.type === 'startOver') return initialUpdateState
      return afterRegistration(state, event)

    case 'confirming':
      if (event.type === 'confirmFailed') return confirmFailed(state, event)
      if (event.type === 'confirmAgain' && state.gaveUp)
        return { step: 'confirming', ...allowedOf(state), attempt: 1, evidence: 'to-be-read' }
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

const preparedOf = ({ ticket, verdict }: Prepared): Prepared => ({ ticket, verdict })
const allowedOf = ({ ticket, verdict, transactionHash, goesOnWithoutDevice }: Allowed): Allowed => ({
  ticket,
  verdict,
  transactionHash,
  goesOnWithoutDevice,
})

/** The contract decides: a signature from another device, signer or tab counts, whatever this tab was doing. */
function beforeRegistration(state: BeforeRegistration, event: UpdateEvent): UpdateState {
  if (event.type === 'judged' && state.verdict === null) return judged(state, event.verdict)
  if (event.type === 'verified') {
    return onceNothingIsInTheWay(
      {
        step: 'registered',
        ...preparedOf(state),
        transactionHash: event.transactionHash,
        device: event.device,
        goesOnWithoutDevice: false,
      },
      'fresh',
    )
  }
  if (event.type === 'alreadyAllowed') {
    if (event.transactionHash)
      return { step: 'registered', ...preparedOf(state), transactionHash: event.transactionHash, device: null, goesOnWithoutDevice: false }
    const canSay = state.step === 'externalApproval' || (state.step === 'hashRequired' && state.note !== 'allowed-without-transaction')
    const { searchedBackTo } = event
    return canSay
      ? { step: 'hashRequired', ...preparedOf(state), note: 'allowed-without-transaction', ...(searchedBackTo ? { searchedBackTo } : {}) }
      : state
  }
  // Someone else registered and confirmed; the operations say so.
  if (event.type === 'acceptedBy') return { step: 'accepted', correlationId: event.correlationId, ticket: state.ticket }
  return state
}

/** A wallet that was not asked yet is left at once; what was asked or sent stays a fact. */
function judged(state: BeforeRegistration, verdict: HashVerdict): UpdateState {
  const isIdle = state.step === 'wallet' && state.stage === 'connect'
  return isIdle && !maySign(verdict) ? { step: 'hashRequired', ticket: state.ticket, verdict } : { ...state, verdict }
}

/** Goes on to confirming, unless the verdict or the device is in the way. */
function onceNothingIsInTheWay(state: Registered, evidence: 'fresh' | 'to-be-read' = 'to-be-read'): UpdateState {
  return mayConfirm(state) ? { step: 'confirming', ...allowedOf(state), attempt: 1, evidence } : state
}

function afterRegistration(state: Extract<UpdateState, { step: 'registered' | 'confirming' }>, event: UpdateEvent): UpdateState {
  const { ticket, transactionHash } = state
  if (event.type === 'acceptedBy') return { step: 'accepted', correlationId: event.correlationId, ticket, transactionHash }
  // The chain was reorganised and the hash is registered by another transaction now.
  if (event.type === 'verified' && event.transactionHash !== transactionHash) {
    return onceNothingIsInTheWay(
      { step: 'registered', ...allowedOf(state), transactionHash: event.transactionHash, device: event.device },
      'fresh',
    )
  }
  if (event.type === 'allowanceGone') {
    return event.sent
      ? { step: 'txPending', ...preparedOf(state), sent: event.sent }
      : { step: 'hashRequired', ...preparedOf(state), note: event.isContradicted ? 'withdrawn' : 'reorganised' }
  }
  return state
}

type Confirming = Extract<UpdateState, { step: 'confirming' }>

function confirmFailed(state: Confirming, { failure, retry }: { failure: Failure; retry: boolean }): UpdateState {
  const failed = { step: 'confirming', ...allowedOf(state), evidence: 'to-be-read', trouble: failure } as const
  if (!retry) return { ...failed, attempt: state.attempt, gaveUp: true }
  // A busy CVM says nothing about the registration, so waiting for it uses up no attempt.
  return { ...failed, attempt: failure.kind === 'busy' ? state.attempt : state.attempt + 1 }
}

type Running = Extract<UpdateState, { step: 'accepted' | 'applying' }>

function ended(state: Running, event: UpdateEvent): UpdateState {
  if (event.type === 'operationEnded') return { ...state, step: 'done', outcomes: event.outcomes }
  if (event.type === 'operationFailed') return { ...state, step: 'failed', reason: event.reason, outcomes: event.outcomes }
  return state
}
