import { someHash, someTransactionHash } from '@/domain/testing/hashes.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Operation } from '@/api/schemas/operation.ts'
import type { Hex, TransactionHash } from '@/domain/identifiers.ts'
import { type Facts, noFacts, recoverUpdate } from './recover-update.ts'
import { type Journal, journalAfter } from './update-journal.ts'
import type { Attempt, Ticket, SentTransaction, UpdateState } from './update-machine.ts'

const at = '2026-01-01T12:00:00.000Z'
const from: Hex = `0x${'bb'.repeat(20)}`
const ticket: Ticket = {
  composeHash: someHash('c'),
  appId: 'aa'.repeat(20),
  appContract: `0x${'aa'.repeat(20)}`,
  chainId: 31337,
  kmsContract: null,
  deviceId: null,
  issuedAt: at,
}
const attempt: Attempt = { from, nonce: 4, fromBlock: '17', startedAt: at }
const sent: SentTransaction = { transactionHash: someTransactionHash('1'), from, nonce: 4, sentAt: at }
const elsewhere = someTransactionHash('2')
const submitted: Journal = { cvmName: 'api', startedAt: at, wanted: { vcpu: 8 }, hadSecrets: false }
const before = { operations: ['op-0'], serverTime: at }
const nothing = { operations: null, serverTime: null }
const unsent: Journal = { ...submitted, isUnsent: true }
const prepared: Journal = { ...submitted, ticket }
const asked: Journal = { ...prepared, attempt }
const signed: Journal = { ...asked, sent }
const registered: Journal = { ...signed, transactionHash: sent.transactionHash }
const accepted: Journal = { ...registered, correlationId: 'op-1' }

const operation = (status: string, errorMessage: string | null = null) => ({ correlationId: 'op-1', status, errorMessage }) as Operation
const notAllowed = { allowed: false, transactionHash: null }
const allowedBy = (transactionHash: TransactionHash | null) => ({ allowed: true, transactionHash })
const outcomes = [{ field: 'vcpu' as const, wanted: '8 vCPU', actual: '8 vCPU', matches: true }]

const cases: [string, Journal | null, Partial<Facts>, Partial<UpdateState> & { step: UpdateState['step'] }][] = [
  ['nothing on record', null, {}, { step: 'draft' }],
  ['sent, no answer, nothing known', submitted, {}, { step: 'submitUncertain', finding: 'looking' }],
  ['not sent yet, and no other tab can be about to', unsent, { isOnlyTab: true }, { step: 'draft' }],
  ['not sent yet, as far as another tab has told', unsent, {}, { step: 'submitUncertain', finding: 'looking' }],
  [
    'sent, no answer, with what was read before',
    { ...submitted, before },
    { isOnlyTab: true },
    { step: 'submitUncertain', submission: { write: { kind: 'patch', patch: { vcpu: 8 } }, wanted: { vcpu: 8 }, startedAt: at, before } },
  ],
  [
    'sent, no answer, an operation holds the values',
    submitted,
    { operation: operation('in_progress') },
    { step: 'applying', correlationId: 'op-1' },
  ],
  ['prepared', prepared, { registration: notAllowed }, { step: 'hashRequired' }],
  ['prepared, the chain cannot be asked', prepared, {}, { step: 'hashRequired' }],
  [
    'prepared, someone else registered it',
    prepared,
    { registration: allowedBy(elsewhere) },
    { step: 'registered', transactionHash: elsewhere },
  ],
  [
    'prepared, allowed long ago without a trace',
    prepared,
    { registration: allowedBy(null) },
    { step: 'hashRequired', note: 'allowed-without-transaction' },
  ],
  [
    'the wallet was asked, its nonce is used, and the transaction is still looked for',
    asked,
    { registration: { ...allowedBy(null), isSearchPending: true }, nonces: { mined: 5, withPending: 5 } },
    { step: 'wallet', stage: 'unanswered', attempt },
  ],
  [
    'prepared for approval',
    { ...prepared, prepareOnly: true },
    { registration: notAllowed },
    { step: 'externalApproval', commitToken: null },
  ],
  [
    'prepared for approval, the contract allows it',
    { ...prepared, prepareOnly: true },
    { registration: allowedBy(elsewhere) },
    { step: 'registered', transactionHash: elsewhere },
  ],
  [
    'prepared for approval, no answer',
    { ...submitted, prepareOnly: true },
    {},
    {
      step: 'submitUncertain',
      submission: { write: { kind: 'patch', patch: { vcpu: 8 } }, wanted: { vcpu: 8 }, startedAt: at, before: nothing, prepareOnly: true },
    },
  ],
  ['prepared, someone else finished it', prepared, { operation: operation('in_progress') }, { step: 'applying' }],
  [
    'wallet asked, nonce free',
    asked,
    { registration: notAllowed, nonces: { mined: 4, withPending: 4 } },
    { step: 'wallet', stage: 'unanswered', attempt },
  ],
  [
    'wallet asked, something waits',
    asked,
    { registration: notAllowed, nonces: { mined: 4, withPending: 5 } },
    { step: 'wallet', stage: 'unanswered' },
  ],
  [
    'wallet asked, nonce used for something else',
    asked,
    { registration: notAllowed, nonces: { mined: 5, withPending: 5 } },
    { step: 'hashRequired', note: 'cancelled' },
  ],
  [
    'wallet asked, approved after the tab died',
    asked,
    { registration: allowedBy(sent.transactionHash), nonces: { mined: 5, withPending: 5 } },
    { step: 'registered', transactionHash: sent.transactionHash },
  ],
  ['wallet asked, the chain cannot be asked', asked, {}, { step: 'wallet', stage: 'unanswered' }],
  ['transaction waits', signed, { registration: notAllowed, transaction: 'pending' }, { step: 'txPending', sent }],
  [
    'transaction mined',
    signed,
    { registration: allowedBy(sent.transactionHash), transaction: 'mined-success' },
    { step: 'registered', transactionHash: sent.transactionHash },
  ],
  ['transaction reverted', signed, { registration: notAllowed, transaction: 'mined-reverted' }, { step: 'hashRequired', note: 'reverted' }],
  [
    'transaction cancelled in the wallet',
    signed,
    { registration: notAllowed, transaction: 'replaced' },
    { step: 'hashRequired', note: 'cancelled' },
  ],
  [
    'transaction sped up',
    signed,
    { registration: allowedBy(elsewhere), transaction: 'replaced' },
    { step: 'registered', transactionHash: elsewhere },
  ],
  [
    'transaction replaced, and what took its place is still looked for',
    signed,
    { registration: { ...allowedBy(null), isSearchPending: true }, transaction: 'replaced' },
    { step: 'txPending' },
  ],
  ['transaction replaced, mapping unknown', signed, { transaction: 'replaced' }, { step: 'txPending' }],
  ['transaction unknown to this node', signed, { registration: notAllowed, transaction: 'dropped' }, { step: 'txPending' }],
  ['transaction sent, the chain cannot be asked', signed, {}, { step: 'txPending' }],
  [
    'registered',
    registered,
    { registration: allowedBy(sent.transactionHash), transaction: 'mined-success' },
    { step: 'registered', transactionHash: sent.transactionHash },
  ],
  [
    'registered, the chain cannot be asked',
    { ...prepared, transactionHash: elsewhere },
    {},
    { step: 'registered', transactionHash: elsewhere },
  ],
  [
    'registered, then reorganised away',
    { ...prepared, transactionHash: elsewhere },
    { registration: notAllowed },
    { step: 'hashRequired', note: 'reorganised' },
  ],
  [
    'registered, and its transaction is looked for once more',
    { ...registered },
    { registration: { ...allowedBy(null), isSearchPending: true } },
    { step: 'txPending', sent },
  ],
  ['registered, reorganised, waiting again', registered, { registration: notAllowed, transaction: 'pending' }, { step: 'txPending', sent }],
  [
    'confirmed with the answer lost',
    registered,
    { operation: operation('in_progress'), registration: allowedBy(sent.transactionHash) },
    { step: 'applying', correlationId: 'op-1' },
  ],
  ['accepted, the API cannot be asked', accepted, {}, { step: 'accepted', correlationId: 'op-1', transactionHash: sent.transactionHash }],
  ['accepted, running', accepted, { operation: operation('in_progress') }, { step: 'applying' }],
  ['accepted, completed', accepted, { operation: operation('completed'), outcomes }, { step: 'done', outcomes }],
  ['accepted, completed, values unread', accepted, { operation: operation('completed') }, { step: 'applying' }],
  [
    'accepted, failed',
    accepted,
    { operation: operation('failed', 'Device not allowed'), outcomes },
    { step: 'failed', reason: 'Device not allowed' },
  ],
]

describe('after a reload the facts decide', () => {
  test.each(cases)('%s', (_name, journal, facts, state) => {
    expect(recoverUpdate(journal, { ...noFacts, ...facts })).toMatchObject(state)
  })

  test('a request that can be sent again is rebuilt from the wanted values', () => {
    const state = recoverUpdate({ ...submitted, wanted: { memoryGb: 16, preLaunchScript: '' } }, noFacts)
    expect(state).toMatchObject({ submission: { write: { patch: { memory: 16_384, pre_launch_script: '' } }, startedAt: at } })
  })

  test('a request with an environment is not, since its values are nowhere', () => {
    const state = recoverUpdate({ ...submitted, hadSecrets: true }, noFacts)
    expect(state).toMatchObject({ step: 'draft', failure: { message: expect.stringContaining('entered again') } })
  })
})

describe('laws of recovery', () => {
  const journals = fc.constantFrom(
    submitted,
    { ...submitted, before },
    unsent,
    prepared,
    { ...prepared, prepareOnly: true as const },
    asked,
    signed,
    registered,
    accepted,
  )
  const facts: fc.Arbitrary<Facts> = fc.record({
    operation: fc.constantFrom(null, operation('in_progress'), operation('completed'), operation('failed'), operation('odd')),
    outcomes: fc.constantFrom(null, outcomes),
    registration: fc.constantFrom(null, notAllowed, allowedBy(null), allowedBy(sent.transactionHash), allowedBy(elsewhere)),
    transaction: fc.constantFrom(
      null,
      'pending' as const,
      'mined-success' as const,
      'mined-reverted' as const,
      'replaced' as const,
      'dropped' as const,
    ),
    nonces: fc.constantFrom(null, { mined: 4, withPending: 4 }, { mined: 5, withPending: 5 }),
    isOnlyTab: fc.boolean(),
  })

  test('a transaction is never lost: an allowed hash with its transaction is confirmed, not signed again', () => {
    fc.assert(
      fc.property(journals, facts, (journal, known) => {
        if (!journal.ticket || !known.registration?.transactionHash) return
        expect(recoverUpdate(journal, known).step).not.toMatch(/^(hashRequired|externalApproval|wallet|txPending|draft)$/)
      }),
    )
  })

  test('an accepted update is never sent or signed again', () => {
    fc.assert(
      fc.property(facts, (known) => {
        expect(['accepted', 'applying', 'done', 'failed']).toContain(recoverUpdate(accepted, known).step)
      }),
    )
  })

  test('a sent transaction is only given up on the word of the chain', () => {
    fc.assert(
      fc.property(facts, (known) => {
        const state = recoverUpdate(signed, known)
        if (state.step === 'hashRequired') expect(['mined-reverted', 'replaced']).toContain(known.transaction)
      }),
    )
  })

  test('reloading twice leads to the same step as reloading once', () => {
    fc.assert(
      fc.property(journals, facts, (journal, known) => {
        const state = recoverUpdate(journal, known)
        const again = journalAfter(journal, state, journal.cvmName, new Date(at))
        expect(recoverUpdate(again, known).step).toBe(state.step)
      }),
    )
  })
})
