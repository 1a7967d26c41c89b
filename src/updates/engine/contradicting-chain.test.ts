import { someHash, someTransactionHash } from '@/domain/testing/hashes.ts'
import { describe, expect, test } from 'vitest'
import type { Clock } from '@/lib/clock.ts'
import type { EffectTools } from './effects/effect-tools.ts'
import { runEffect } from './effects/run-effect.ts'
import { watchTransaction } from './effects/watch-approval.ts'
import type { ChainTrouble, Ticket, SentTransaction, UpdateEvent, UpdateState } from './update-machine.ts'
import { type ChainReads, type Registration, usualPace, type UpdateWorld } from './update-world.ts'

const ticket: Ticket = {
  composeHash: someHash('c'),
  appId: 'aa'.repeat(20),
  appContract: `0x${'aa'.repeat(20)}`,
  chainId: 31337,
  kmsContract: null,
  deviceId: null,
  issuedAt: '2026-03-01T12:00:00.000Z',
}
const sent: SentTransaction = {
  transactionHash: someTransactionHash('1'),
  from: `0x${'bb'.repeat(20)}`,
  nonce: 4,
  sentAt: '2026-03-01T12:00:00.000Z',
}
const pending = { step: 'txPending', ticket, verdict: { kind: 'proven' }, sent } as const
const beginning = Date.parse('2026-03-01T12:00:00Z')

const contradiction: Registration = { allowed: false, transactionHash: null, isContradicted: true }
const agreement: Registration = { allowed: true, transactionHash: sent.transactionHash }
const nothing: Registration = { allowed: false, transactionHash: null }

/** Time passes only where somebody waits. */
function clockFrom(start: number): Clock & { seconds: () => number } {
  let now = start
  return {
    now: () => new Date(now),
    seconds: () => (now - start) / 1000,
    wait: async (ms, signal) => {
      signal?.throwIfAborted()
      now += ms
    },
  }
}

/** What the chain says, look by look; the last answer stays. */
function chainThatSays(...answers: Registration[]): ChainReads {
  const left = [...answers]
  return {
    registration: async () => (left.length > 1 ? left.shift()! : left[0]!),
    device: async () => 'ungated',
    transactionStatus: async () => 'mined-success',
    nonces: async () => ({ mined: 5, withPending: 5 }),
  }
}

/** Runs until the events hold one that `isLast`, and says when that was, in seconds. */
async function watched(
  reads: ChainReads,
  run: (tools: EffectTools) => Promise<void>,
  isLast: (event: UpdateEvent) => boolean,
): Promise<{ events: UpdateEvent[]; troubles: ChainTrouble[]; seconds: number }> {
  const clock = clockFrom(beginning)
  const stop = new AbortController()
  const events: UpdateEvent[] = []
  const troubles: ChainTrouble[] = []
  const world = { chain: async () => reads, clock, pace: usualPace } as unknown as UpdateWorld
  const tools: EffectTools = {
    world,
    cvm: {} as EffectTools['cvm'],
    wanted: {},
    before: null,
    ahead: {},
    sent,
    signal: stop.signal,
    chainTrouble: (trouble) => void (trouble && trouble !== troubles.at(-1) && troubles.push(trouble)),
    apiTrouble: () => {},
    operationRead: () => {},
    report: (event) => {
      events.push(event)
      if (isLast(event)) stop.abort(new Error('seen'))
    },
  }
  await run(tools).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error
  })
  return { events, troubles, seconds: clock.seconds() }
}

const isJudged = ({ type }: UpdateEvent) => ['unsuccessful', 'verified', 'allowanceGone'].includes(type)

describe('a receipt that registers the hash while the contract does not list it', () => {
  const watch = (reads: ChainReads, since?: string) =>
    watched(reads, (tools) => watchTransaction({ ...pending, ...(since ? { contradictedSince: since } : {}) }, tools), isJudged)

  test('is said under a title of its own, noted once, and believed after a minute', async () => {
    const { events, troubles, seconds } = await watch(chainThatSays(contradiction))
    expect(troubles.map(({ title }) => title)).toEqual(['The chain contradicts itself at the moment.'])
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['contradicted', 'unsuccessful']))
    expect(events[0]).toEqual({ type: 'contradicted', since: new Date(beginning).toISOString() })
    expect(events.at(-1)).toEqual({ type: 'unsuccessful', why: 'withdrawn' })
    expect(seconds).toBeGreaterThanOrEqual(60)
    expect(seconds).toBeLessThan(65)
  })

  test('goes on waiting after a reload from where it was, and looks several times all the same', async () => {
    const { events, seconds } = await watch(chainThatSays(contradiction), new Date(beginning - 50_000).toISOString())
    expect(events.at(-1)).toEqual({ type: 'unsuccessful', why: 'withdrawn' })
    expect(seconds).toBe(10)
    const longAgo = await watch(chainThatSays(contradiction), new Date(beginning - 3_600_000).toISOString())
    expect(longAgo.seconds).toBe((usualPace.looksUntilBelieved - 1) * 2)
  })

  test('a clock that was set back does not make it last for ever', async () => {
    const { seconds } = await watch(chainThatSays(contradiction), new Date(beginning + 365 * 86_400_000).toISOString())
    expect(seconds).toBe(60)
  })

  test('nodes that agree again end it, and its note', async () => {
    const { events } = await watch(chainThatSays(contradiction, contradiction, { ...nothing, isSettling: true }, agreement))
    expect(events.slice(-2)).toEqual([
      { type: 'contradicted', since: null },
      { type: 'verified', transactionHash: sent.transactionHash, device: 'unread' },
    ])
  })
})

describe('right before an allowed hash is confirmed', () => {
  const confirming: UpdateState = {
    step: 'confirming',
    ticket,
    verdict: { kind: 'proven' },
    transactionHash: sent.transactionHash,
    goesOnWithoutDevice: false,
    attempt: 1,
    evidence: 'to-be-read',
  }
  const look = (reads: ChainReads) => watched(reads, (tools) => runEffect(confirming, tools), isJudged)

  test('a contradiction is told as one, and waited for as long as anywhere', async () => {
    const { events, troubles, seconds } = await look(chainThatSays(contradiction))
    expect(troubles.map(({ title }) => title)).toEqual(['The chain contradicts itself at the moment.'])
    expect(events).toEqual([{ type: 'allowanceGone', isContradicted: true }])
    expect(seconds).toBe(60)
  })

  test('a registration that is gone is told as that, and not as a chain that cannot be read', async () => {
    const { events, troubles, seconds } = await look(chainThatSays(nothing))
    expect(troubles.map(({ title }) => title)).toEqual(['The chain does not show the registration at the moment.'])
    expect(events).toEqual([{ type: 'allowanceGone' }])
    expect(seconds).toBe((usualPace.looksUntilBelieved - 1) * 2)
  })
})
