import * as z from 'zod/mini'
import { type Hash32, type Hex, parseAppId, parseHash32, type TransactionHash } from '@/domain/identifiers.ts'
import { assertNever } from '@/lib/assert-never.ts'
import type { TextStore } from '@/lib/storage.ts'
import { createRecords, type Records, type RecordScope } from '@/runs/records.ts'
import { fieldNameSchema, wantedValuesSchema } from '@/updates/fields/stored-values.ts'
import { isToBeProvisioned } from './update-machine.ts'
import type { Attempt, BeforeSending, Provisioned, RevisionRef, Ticket, SentTransaction, UpdateState } from './update-machine.ts'
import type { WantedValues } from '@/updates/fields/fields.ts'
import type { HashVerdict } from '@/updates/verdict/hash-verdict.ts'

/**
 * What happened to one update, as facts and not as a label: after a reload the API and the chain are asked what they led to. Holds no
 * secret: no request body, no environment, no token, no key.
 */
export interface Journal {
  cvmName: string
  /** ISO time at which Apply was pressed, by this computer's clock. */
  startedAt: string
  /** What was read right before the request was sent. */
  before?: BeforeSending
  /** The request waits for that, so nothing was sent yet. */
  isUnsent?: true
  wanted: WantedValues
  /** The request held encrypted values, which are not kept: it cannot be sent again from here. */
  hadSecrets: boolean
  /** An earlier revision was asked for instead of changed fields. */
  redeploys?: RevisionRef
  /** The manifest was to be sent whole. */
  isWholeManifest?: true
  /** Its hash, once the server held it and was about to be told to put it to use; nobody had to allow it. */
  provisioned?: Provisioned
  /** Prepared for approval elsewhere. The token that came of it is not kept. */
  prepareOnly?: true
  ticket?: Ticket
  /** The wallet was asked. */
  attempt?: Attempt
  sent?: SentTransaction
  /** Since when every look found that the receipt of `sent` and the contract contradict each other. */
  contradictedSince?: string
  /** Of the transaction that registered the compose hash, whoever sent it. */
  transactionHash?: TransactionHash
  /** What our computation said of the hash, once it was certain; the running file it was computed from may be another one by now. */
  verdict?: Extract<HashVerdict, { kind: 'proven' | 'mismatch' }>
  /** The person chose to confirm although the contract refused the CVM's device, or could not be asked. */
  goesOnWithoutDevice?: true
  correlationId?: string
  endedAt?: string
}

const checked = <Text extends string>(isRight: (text: string) => boolean) =>
  z.pipe(
    z.string().check(z.refine(isRight)),
    z.transform((text) => text as Text),
  )
const address = checked<Hex>((text) => text.startsWith('0x') && parseAppId(text) !== null)
const transactionHash = checked<TransactionHash>((text) => parseHash32(text) === text.slice(2))
const count = z.int().check(z.minimum(0))
const time = z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text))))

const hash32 = checked<Hash32>((text) => parseHash32(text) === text)
const revisionRef = z.object({ id: z.string(), composeHash: z.nullable(hash32) })

const journalSchema = z.object({
  cvmName: z.string(),
  startedAt: time,
  before: z.optional(z.object({ operations: z.nullable(z.array(z.string())), serverTime: z.nullable(time) })),
  isUnsent: z.optional(z.literal(true)),
  wanted: wantedValuesSchema,
  hadSecrets: z.boolean(),
  redeploys: z.optional(revisionRef),
  isWholeManifest: z.optional(z.literal(true)),
  provisioned: z.optional(z.object({ composeHash: hash32, builtOn: z.optional(hash32) })),
  prepareOnly: z.optional(z.literal(true)),
  ticket: z.optional(
    z.object({
      composeHash: hash32,
      appId: z.string().check(z.refine((text) => parseAppId(text) === text)),
      appContract: address,
      chainId: count,
      kmsContract: z.nullable(address),
      deviceId: z.nullable(hash32),
      issuedAt: time,
      redeploys: z.optional(revisionRef),
      isWholeManifest: z.optional(z.literal(true)),
      builtOn: z.optional(hash32),
    }),
  ),
  attempt: z.optional(z.object({ from: address, nonce: count, fromBlock: z.string().check(z.regex(/^\d+$/)), startedAt: time })),
  sent: z.optional(z.object({ transactionHash, from: address, nonce: count, sentAt: time })),
  contradictedSince: z.optional(time),
  transactionHash: z.optional(transactionHash),
  verdict: z.optional(
    z.union([
      z.object({ kind: z.literal('proven') }),
      z.object({ kind: z.literal('mismatch'), ours: hash32, leftOut: z.nullable(fieldNameSchema) }),
    ]),
  ),
  goesOnWithoutDevice: z.optional(z.literal(true)),
  correlationId: z.optional(z.string()),
  endedAt: z.optional(time),
})

/** Version 1 kept what was sent as `tx`, with its `hash`, and the transaction by which the hash is allowed as `proof`. */
function fromEarlier(version: number, value: unknown): unknown {
  const { tx, proof, ...rest } = value as { tx?: { hash?: unknown }; proof?: unknown }
  return version === 1 ? { ...rest, sent: tx && { ...tx, transactionHash: tx.hash }, transactionHash: proof } : undefined
}

export const journalRecords = (store: TextStore, scope: RecordScope, kind: 'update' | 'approval' = 'update'): Records<Journal> =>
  createRecords({ store, scope, kind, version: 2, schema: journalSchema, migrate: fromEarlier })

/**
 * The facts that a state adds to what is known; `null` where there is nothing to keep. Written before the state's effects run, so
 * whatever outlives the tab is on record first.
 */
export function journalAfter(before: Journal | null, state: UpdateState, cvmName: string, now: Date): Journal | null {
  const base = (): Journal => before ?? { cvmName, startedAt: now.toISOString(), wanted: {}, hadSecrets: false }
  switch (state.step) {
    case 'draft':
    case 'reviewing':
      return null
    case 'submitting':
    case 'submitUncertain': {
      const { startedAt, wanted, write, prepareOnly, before: known, provisioned } = state.submission
      return {
        cvmName,
        startedAt,
        wanted,
        hadSecrets: write.kind === 'patch' && 'encrypted_env' in write.patch,
        ...(write.kind === 'redeploy' ? { redeploys: write.revision } : {}),
        ...(prepareOnly ? { prepareOnly } : {}),
        ...(write.kind === 'composeFile' ? { isWholeManifest: true } : {}),
        ...(provisioned ? { provisioned } : {}),
        ...(known ? { before: known } : {}),
        ...(known && !isToBeProvisioned(state.submission) ? {} : { isUnsent: true }),
      }
    }
    case 'hashRequired':
    case 'externalApproval': {
      // A refused, reverted or forgotten transaction is no fact to come back to; the mapping is watched anyway.
      const { attempt: _attempt, sent, transactionHash: _transactionHash, contradictedSince: _since, isUnsent: _unsent, ...rest } = base()
      // A transaction that did register the hash stays on record, for whoever asks later why the contract does not list it.
      return { ...rest, ...preparedFacts(state), ...(state.step === 'hashRequired' && state.note === 'withdrawn' && sent ? { sent } : {}) }
    }
    case 'wallet': {
      const { attempt: _attempt, sent, ...rest } = base()
      if (state.attempt) return { ...rest, ...preparedFacts(state), attempt: state.attempt }
      return { ...rest, ...preparedFacts(state), ...(sent ? { sent } : {}) }
    }
    case 'txPending': {
      const { transactionHash: _transactionHash, contradictedSince: _since, ...rest } = base()
      const { sent, contradictedSince } = state
      return { ...rest, ...preparedFacts(state), sent, ...(contradictedSince ? { contradictedSince } : {}) }
    }
    case 'registered':
    case 'confirming':
      return {
        ...base(),
        ...preparedFacts(state),
        transactionHash: state.transactionHash,
        ...(state.goesOnWithoutDevice ? { goesOnWithoutDevice: true } : {}),
      }
    case 'accepted':
    case 'applying':
      return { ...base(), correlationId: state.correlationId }
    case 'done':
    case 'failed':
      return { ...base(), correlationId: state.correlationId, endedAt: base().endedAt ?? now.toISOString() }
    default:
      return assertNever(state)
  }
}

/** An unproven hash is judged again after a reload: then it may be told. */
function preparedFacts({ ticket, verdict }: { ticket: Ticket; verdict: HashVerdict | null }): Pick<Journal, 'ticket' | 'verdict'> {
  return verdict === null || verdict.kind === 'unproven' ? { ticket } : { ticket, verdict }
}

/** Whether an update is under way: from Apply until its operation ended. */
export const isUnderWay = (state: UpdateState) => !['draft', 'reviewing', 'done', 'failed'].includes(state.step)
