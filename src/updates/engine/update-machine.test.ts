import { someHash, someTransactionHash } from '@/domain/testing/hashes.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Hex } from '@/domain/identifiers.ts'
import type { HashVerdict } from '@/updates/verdict/hash-verdict.ts'
import {
  type Attempt,
  type Failure,
  initialUpdateState,
  nextUpdateState,
  type Submission,
  type Ticket,
  type SentTransaction,
  type UpdateEvent,
  type UpdateState,
} from './update-machine.ts'

const at = '2026-01-01T12:00:00.000Z'
const address: Hex = `0x${'aa'.repeat(20)}`
const ticket: Ticket = {
  composeHash: someHash('c'),
  appId: 'aa'.repeat(20),
  appContract: address,
  chainId: 31337,
  kmsContract: null,
  deviceId: null,
  issuedAt: at,
}
const submission: Submission = { write: { kind: 'patch', patch: { vcpu: 8 } }, wanted: { vcpu: 8 }, startedAt: at }
const whole: Submission = { ...submission, write: { kind: 'composeFile', changes: { secure_time: true } }, wanted: { secureTime: true } }
const attempt: Attempt = { from: address, nonce: 4, fromBlock: '17', startedAt: at }
const sent: SentTransaction = { transactionHash: someTransactionHash('1'), from: address, nonce: 4, sentAt: at }
const failure: Failure = { kind: 'refused', message: 'no', code: null, requestId: null, fieldErrors: [] }
const before = { operations: ['op-1'], serverTime: at }
const transactionHash = someTransactionHash('1')
const proven: HashVerdict = { kind: 'proven' }
const unproven: HashVerdict = { kind: 'unproven', reason: 'unknown-layout' }
const mismatch: HashVerdict = { kind: 'mismatch', ours: someHash('d'), leftOut: null }
const verdict = proven
const waiting = { goesOnWithoutDevice: false }

/** Every state in every form it can take. */
const states: UpdateState[] = [
  { step: 'draft' },
  { step: 'draft', failure },
  { step: 'reviewing', submission },
  { step: 'reviewing', submission, failure },
  { step: 'submitting', submission },
  { step: 'submitting', submission: { ...submission, before } },
  { step: 'submitUncertain', submission, finding: 'looking' },
  { step: 'submitUncertain', submission, finding: 'unknown' },
  { step: 'submitting', submission: { ...submission, prepareOnly: true } },
  { step: 'submitting', submission: { ...whole, before } },
  { step: 'submitting', submission: { ...whole, before, provisioned: { composeHash: someHash('c') } } },
  { step: 'submitUncertain', submission: { ...whole, before, provisioned: { composeHash: someHash('c') } }, finding: 'unknown' },
  ...[null, proven, unproven, mismatch].flatMap((found): UpdateState[] => {
    const prepared = { ticket, verdict: found }
    return [
      { step: 'externalApproval', ...prepared, commitToken: 'token-1' },
      { step: 'externalApproval', ...prepared, commitToken: null },
      { step: 'hashRequired', ...prepared },
      ...(['rejected', 'reverted', 'cancelled', 'dropped', 'reorganised', 'allowed-without-transaction'] as const).map(
        (note): UpdateState => ({
          step: 'hashRequired',
          ...prepared,
          note,
        }),
      ),
      { step: 'wallet', ...prepared, stage: 'unanswered', attempt },
      { step: 'txPending', ...prepared, sent },
      { step: 'txPending', ...prepared, sent, contradictedSince: at },
      { step: 'registered', ...prepared, transactionHash, device: null, ...waiting },
      { step: 'registered', ...prepared, transactionHash, device: 'refused', ...waiting },
      { step: 'registered', ...prepared, transactionHash, device: 'unread', ...waiting },
    ]
  }),
  { step: 'registered', ticket, verdict: null, transactionHash, device: 'allowed', ...waiting },
  { step: 'registered', ticket, verdict: null, transactionHash, device: 'refused', goesOnWithoutDevice: true },
  ...[null, proven, unproven].flatMap((found): UpdateState[] => [{ step: 'wallet', ticket, verdict: found, stage: 'connect' }]),
  ...[proven, unproven].flatMap((found): UpdateState[] => {
    const allowed = { ticket, verdict: found, transactionHash, goesOnWithoutDevice: false }
    return [
      { step: 'wallet', ticket, verdict: found, stage: 'prompting', attempt },
      { step: 'confirming', ...allowed, attempt: 1, evidence: 'fresh' },
      { step: 'confirming', ...allowed, attempt: 3, evidence: 'to-be-read', trouble: failure },
      { step: 'confirming', ...allowed, attempt: 12, evidence: 'to-be-read', trouble: failure, gaveUp: true },
    ]
  }),
  { step: 'accepted', correlationId: 'op-1' },
  { step: 'accepted', correlationId: 'op-1', ticket, transactionHash },
  { step: 'applying', correlationId: 'op-1', ticket, transactionHash },
  { step: 'done', correlationId: 'op-1', outcomes: [] },
  { step: 'failed', correlationId: 'op-1', reason: 'boot failed', outcomes: [] },
]

const events: UpdateEvent[] = [
  { type: 'review', submission },
  { type: 'back' },
  { type: 'apply', at },
  { type: 'openWallet' },
  { type: 'closeWallet' },
  { type: 'confirmAgain' },
  { type: 'startOver' },
  { type: 'readBefore', before },
  ...[proven, unproven, mismatch].map((found): UpdateEvent => ({
    type: 'provisionedAs',
    provisioned: { composeHash: someHash('e') },
    verdict: found,
  })),
  { type: 'acceptedBy', correlationId: 'op-2' },
  { type: 'hashRequiredBy', ticket },
  { type: 'hashRequiredBy', ticket, commitToken: 'token-1' },
  { type: 'refused', failure },
  { type: 'answerLost' },
  { type: 'lookedUp', found: 'unknown' },
  { type: 'confirmFailed', failure, retry: true },
  { type: 'confirmFailed', failure: { ...failure, kind: 'busy' }, retry: true },
  { type: 'confirmFailed', failure, retry: false },
  { type: 'preparedExpired', failure },
  { type: 'operationSeen' },
  { type: 'operationEnded', outcomes: [] },
  { type: 'operationFailed', reason: 'boot failed', outcomes: [] },
  { type: 'asking', attempt },
  { type: 'rejected' },
  { type: 'sent', sent },
  { type: 'nothingSent' },
  { type: 'replaced', sent: { ...sent, transactionHash: someTransactionHash('2') } },
  { type: 'unsuccessful', why: 'reverted' },
  { type: 'contradicted', since: at },
  { type: 'contradicted', since: null },
  { type: 'alreadyAllowed', transactionHash },
  { type: 'alreadyAllowed', transactionHash: null },
  ...(['allowed', 'refused', 'unread', 'ungated'] as const).flatMap((device): UpdateEvent[] => [
    { type: 'verified', transactionHash, device },
    { type: 'verified', transactionHash: someTransactionHash('2'), device },
    { type: 'deviceRead', device },
  ]),
  { type: 'goOnWithoutDevice' },
  { type: 'judged', verdict: proven },
  { type: 'judged', verdict: unproven },
  { type: 'judged', verdict: mismatch },
  { type: 'allowanceGone' },
  { type: 'allowanceGone', sent },
  { type: 'allowanceGone', isContradicted: true },
]

/** Which events move which step, and where to; everything else changes nothing. */
const moves: Record<UpdateState['step'], Partial<Record<UpdateEvent['type'], UpdateState['step'][]>>> = {
  draft: { review: ['reviewing'] },
  reviewing: { review: ['reviewing'], back: ['draft'], apply: ['submitting'] },
  submitting: {
    readBefore: ['submitting'],
    provisionedAs: ['submitting', 'reviewing'],
    acceptedBy: ['accepted'],
    hashRequiredBy: ['hashRequired', 'externalApproval'],
    refused: ['reviewing'],
    back: ['reviewing'],
    answerLost: ['submitUncertain'],
  },
  submitUncertain: { acceptedBy: ['accepted'], lookedUp: ['submitUncertain'], apply: ['submitting'], back: ['reviewing'] },
  hashRequired: {
    openWallet: ['wallet'],
    startOver: ['draft'],
    sent: ['txPending'],
    judged: ['hashRequired'],
    verified: ['registered', 'confirming'],
    alreadyAllowed: ['registered', 'hashRequired'],
    acceptedBy: ['accepted'],
  },
  externalApproval: {
    startOver: ['draft'],
    judged: ['externalApproval'],
    verified: ['registered', 'confirming'],
    alreadyAllowed: ['registered', 'hashRequired'],
    acceptedBy: ['accepted'],
  },
  wallet: {
    asking: ['wallet'],
    sent: ['txPending'],
    rejected: ['hashRequired'],
    nothingSent: ['wallet'],
    startOver: ['draft'],
    closeWallet: ['wallet', 'hashRequired'],
    judged: ['wallet', 'hashRequired'],
    verified: ['registered', 'confirming'],
    alreadyAllowed: ['registered'],
    acceptedBy: ['accepted'],
  },
  txPending: {
    replaced: ['txPending'],
    contradicted: ['txPending'],
    unsuccessful: ['hashRequired'],
    judged: ['txPending'],
    verified: ['registered', 'confirming'],
    alreadyAllowed: ['registered'],
    acceptedBy: ['accepted'],
  },
  registered: {
    judged: ['registered', 'confirming'],
    deviceRead: ['registered', 'confirming'],
    goOnWithoutDevice: ['registered', 'confirming'],
    startOver: ['draft'],
    acceptedBy: ['accepted'],
    verified: ['registered', 'confirming'],
    allowanceGone: ['hashRequired', 'txPending'],
  },
  confirming: {
    confirmFailed: ['confirming'],
    confirmAgain: ['confirming'],
    startOver: ['draft'],
    preparedExpired: ['draft'],
    acceptedBy: ['accepted'],
    verified: ['registered', 'confirming'],
    allowanceGone: ['hashRequired', 'txPending'],
  },
  accepted: { operationSeen: ['applying'], operationEnded: ['done'], operationFailed: ['failed'] },
  applying: { operationEnded: ['done'], operationFailed: ['failed'] },
  done: { review: ['reviewing'], startOver: ['draft'] },
  failed: { review: ['reviewing'], startOver: ['draft'] },
}

describe('every state × every event', () => {
  test('moves where the table says, or leaves the very same state', () => {
    for (const state of states) {
      for (const event of events) {
        const before = structuredClone(state)
        const next = nextUpdateState(state, event)
        expect(state, 'the reducer changes nothing in place').toEqual(before)
        if (next === state) continue
        expect(moves[state.step][event.type], `${state.step} + ${event.type}`).toContain(next.step)
      }
    }
  })

  test('every move of the table happens', () => {
    for (const [step, row] of Object.entries(moves)) {
      for (const [type, targets] of Object.entries(row)) {
        const reached = states
          .filter((state) => state.step === step)
          .flatMap((state) => events.filter((event) => event.type === type).map((event) => [state, nextUpdateState(state, event)] as const))
          .flatMap(([state, next]) => (next === state ? [] : [next.step]))
        expect(new Set(reached), `${step} + ${type}`).toEqual(new Set(targets))
      }
    }
  })

  test('an unknown event leaves the state identical', () => {
    for (const state of states) {
      expect(nextUpdateState(state, { type: 'from a later version' } as unknown as UpdateEvent)).toBe(state)
    }
  })

  test('an answer that comes twice counts once', () => {
    const answers = ['acceptedBy', 'hashRequiredBy', 'refused', 'answerLost', 'lookedUp', 'preparedExpired', 'operationSeen'] as const
    const facts = [
      'operationEnded',
      'operationFailed',
      'rejected',
      'sent',
      'nothingSent',
      'unsuccessful',
      'alreadyAllowed',
      'verified',
    ] as const
    const mayRepeat = new Set<string>([...answers, ...facts])
    for (const state of states) {
      for (const event of events.filter(({ type }) => mayRepeat.has(type))) {
        const once = nextUpdateState(state, event)
        expect(nextUpdateState(once, event), `${state.step} + 2 × ${event.type}`).toBe(once)
      }
    }
  })
})

describe('promises of the flow', () => {
  const run = (start: UpdateState, ...sequence: UpdateEvent[]) => sequence.reduce(nextUpdateState, start)

  test('nothing but a 465 leads to a signature, and nothing but a transaction that registers it to a confirmation', () => {
    const anyState = fc.constantFrom(...states)
    const anyEvents = fc.array(fc.constantFrom(...events), { maxLength: 12 })
    fc.assert(
      fc.property(anyState, anyEvents, (start, sequence) => {
        let state = start
        for (const event of sequence) {
          const next = nextUpdateState(state, event)
          const waits = next.step === 'hashRequired' || next.step === 'externalApproval'
          if (waits && !('ticket' in state)) expect(event.type).toBe('hashRequiredBy')
          if (next.step === 'confirming' && state.step !== 'confirming') {
            const isRegistered =
              state.step === 'registered' || (event.type === 'verified' && next.transactionHash === event.transactionHash)
            expect(isRegistered, `${state.step} + ${event.type}`).toBe(true)
          }
          if (next.step === 'registered' && state !== next && 'transactionHash' in event)
            expect(next.transactionHash).toBe(event.transactionHash)
          if (next.step === 'accepted' && state !== next) expect(event.type).toBe('acceptedBy')
          state = next
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('a hash that is not what the edits lead to is never signed for and never confirmed, whatever happens', () => {
    const anyEvents = fc.array(fc.constantFrom(...events), { maxLength: 15 })
    // Confirming with a mismatch cannot be written down as a start, so it can only be reached.
    fc.assert(
      fc.property(fc.constantFrom(...states), anyEvents, (start, sequence) => {
        let state = start
        for (const event of sequence) {
          const next = nextUpdateState(state, event)
          const isLie = 'verdict' in next && next.verdict?.kind === 'mismatch'
          if (isLie) expect(['confirming', 'accepted']).not.toContain(next.step)
          if (isLie && state !== next) expect(event.type, 'no wallet is asked').not.toBe('asking')
          if (next.step === 'confirming') expect(next.verdict, 'nothing is confirmed before it was judged').not.toBeNull()
          state = next
        }
      }),
      { numRuns: 5_000 },
    )
  })

  test('a manifest that is sent whole is put to use only once its hash was compared, and never with a proven mismatch', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 15 }), (sequence) => {
        let state: UpdateState = { step: 'submitting', submission: { ...whole, before } }
        for (const event of sequence) {
          const next = nextUpdateState(state, event)
          const isHeld = 'submission' in next && next.submission.provisioned !== undefined
          const wasHeld = 'submission' in state && state.submission.provisioned !== undefined
          if (isHeld && !wasHeld)
            expect(event).toMatchObject({ type: 'provisionedAs', verdict: { kind: expect.not.stringMatching('mismatch') } })
          if (event.type === 'apply' && state.step === 'reviewing') expect(isHeld, 'another attempt asks anew').toBe(false)
          state = next
        }
      }),
      { numRuns: 2_000 },
    )
    const start: UpdateState = { step: 'submitting', submission: { ...whole, before } }
    expect(run(start, { type: 'provisionedAs', provisioned: { composeHash: someHash('e') }, verdict: mismatch })).toMatchObject({
      step: 'reviewing',
      failure: { message: expect.stringContaining(someHash('e')) },
    })
    // Nobody signs, so a hash that cannot be computed here stops nothing.
    expect(run(start, { type: 'provisionedAs', provisioned: { composeHash: someHash('e') }, verdict: unproven })).toMatchObject({
      submission: { provisioned: { composeHash: someHash('e') } },
    })
  })

  test('a request that is on its way is left only while nothing that could start an update was sent', () => {
    for (const [provisioned, step] of [
      [undefined, 'reviewing'],
      [{ composeHash: someHash('e') }, 'submitting'],
    ] as const) {
      const start: UpdateState = { step: 'submitting', submission: { ...whole, before, ...(provisioned ? { provisioned } : {}) } }
      expect(run(start, { type: 'back' }).step).toBe(step)
    }
    expect(run({ step: 'submitting', submission }, { type: 'back' }).step).toBe('submitting')
  })

  test('a device that is refused, or could not be read, is passed by the person’s word alone', () => {
    const byChain = fc.constantFrom(...events.filter(({ type }) => type !== 'goOnWithoutDevice'))
    const inTheWay = states.filter((state) => state.step === 'registered' && state.device !== null && !state.goesOnWithoutDevice)
    fc.assert(
      fc.property(fc.constantFrom(...inTheWay), fc.array(byChain, { maxLength: 10 }), (start, sequence) => {
        let state = start
        let knows: string | null = 'device' in start ? start.device : null
        for (const event of sequence) {
          const next = nextUpdateState(state, event)
          if (next !== state && 'device' in event) knows = event.device
          if (next.step === 'confirming' && state.step === 'registered') expect(['allowed', 'ungated']).toContain(knows)
          if (next.step === 'draft' || next.step === 'accepted') return
          if (next.step === 'hashRequired' || next.step === 'txPending' || next.step === 'confirming') return
          state = next
        }
      }),
      { numRuns: 2_000 },
    )
    const refused: UpdateState = { step: 'registered', ticket, verdict, transactionHash, device: 'refused', ...waiting }
    expect(run(refused, { type: 'goOnWithoutDevice' })).toEqual({
      step: 'confirming',
      ticket,
      verdict,
      transactionHash,
      goesOnWithoutDevice: true,
      attempt: 1,
      evidence: 'to-be-read',
    })
  })

  test('a word that goes on without the device waits for the verdict all the same', () => {
    const unjudged: UpdateState = { step: 'registered', ticket, verdict: null, transactionHash, device: 'refused', ...waiting }
    const chosen = run(unjudged, { type: 'goOnWithoutDevice' })
    expect(chosen.step).toBe('registered')
    expect(run(chosen, { type: 'judged', verdict: mismatch }).step).toBe('registered')
    expect(run(chosen, { type: 'judged', verdict: unproven }).step).toBe('confirming')
  })

  test('what was prepared for approval waits with its token, and no wallet is asked here', () => {
    const submitting: UpdateState = { step: 'submitting', submission: { ...submission, prepareOnly: true } }
    const prepared = run(submitting, { type: 'hashRequiredBy', ticket, commitToken: 'token-1' })
    expect(prepared).toEqual({ step: 'externalApproval', ticket, verdict: null, commitToken: 'token-1' })
    expect(run(prepared, { type: 'openWallet' }, { type: 'asking', attempt }, { type: 'sent', sent })).toBe(prepared)
    expect(run(prepared, { type: 'alreadyAllowed', transactionHash })).toMatchObject({ step: 'registered', ticket, transactionHash })
    // A token that nobody asked for starts nothing and is not kept.
    expect(run({ step: 'submitting', submission }, { type: 'hashRequiredBy', ticket, commitToken: 'token-1' })).toEqual({
      step: 'hashRequired',
      ticket,
      verdict: null,
    })
  })

  test('a second prompt cannot be opened while one is open', () => {
    const prompting = run({ step: 'wallet', ticket, verdict, stage: 'connect' }, { type: 'asking', attempt })
    expect(run(prompting, { type: 'asking', attempt: { ...attempt, nonce: 5 } })).toBe(prompting)
  })

  test('while a prompt is open the update is not given up, and after it was left it can be', () => {
    const prompting: UpdateState = { step: 'wallet', ticket, verdict, stage: 'prompting', attempt }
    expect(run(prompting, { type: 'startOver' })).toBe(prompting)
    expect(run({ ...prompting, stage: 'unanswered' }, { type: 'startOver' })).toBe(initialUpdateState)
  })

  test('closing the dialog does not forget a prompt that is still open in the wallet', () => {
    const closed = run({ step: 'wallet', ticket, verdict, stage: 'prompting', attempt }, { type: 'closeWallet' })
    expect(closed).toEqual({ step: 'wallet', ticket, verdict, stage: 'unanswered', attempt })
    expect(run(closed, { type: 'sent', sent })).toMatchObject({ step: 'txPending', sent })
  })

  test('a transaction that was sent is never forgotten for a late answer of the wallet', () => {
    const pending = run({ step: 'wallet', ticket, verdict, stage: 'prompting', attempt }, { type: 'sent', sent })
    for (const event of ['rejected', 'closeWallet', 'nothingSent', 'openWallet'] as const) {
      expect(nextUpdateState(pending, { type: event })).toBe(pending)
    }
  })

  test('waiting for a busy CVM uses up no attempt, waiting for the chain does', () => {
    const confirming: UpdateState = {
      step: 'confirming',
      ticket,
      verdict,
      transactionHash,
      goesOnWithoutDevice: false,
      attempt: 2,
      evidence: 'fresh',
    }
    expect(run(confirming, { type: 'confirmFailed', failure: { ...failure, kind: 'busy' }, retry: true })).toMatchObject({ attempt: 2 })
    expect(run(confirming, { type: 'confirmFailed', failure, retry: true })).toMatchObject({ attempt: 3 })
  })

  test('an update that is given up on can be tried again or left', () => {
    const gaveUp = run(
      { step: 'confirming', ticket, verdict, transactionHash, goesOnWithoutDevice: false, attempt: 12, evidence: 'fresh' },
      { type: 'confirmFailed', failure, retry: false },
    )
    expect(run(gaveUp, { type: 'confirmAgain' })).toEqual({
      step: 'confirming',
      ticket,
      verdict,
      transactionHash,
      goesOnWithoutDevice: false,
      attempt: 1,
      evidence: 'to-be-read',
    })
    expect(run(gaveUp, { type: 'startOver' })).toBe(initialUpdateState)
  })
})
