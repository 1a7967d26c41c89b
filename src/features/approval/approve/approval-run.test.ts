import { someHash, someTransactionHash } from '@/domain/testing/hashes.ts'
import { describe, expect, test } from 'vitest'
import type { Hex } from '@/domain/identifiers.ts'
import { systemClock } from '@/lib/clock.ts'
import { createTextStore } from '@/lib/storage.ts'
import type { Attempt, Ticket, SentTransaction } from '@/updates/engine/update-machine.ts'
import { usualPace, type ChainReads } from '@/updates/engine/update-world.ts'
import { createApproval } from './approval-run.ts'

const owner: Hex = `0x${'aa'.repeat(20)}`
const ticket: Ticket = {
  composeHash: someHash('ab'),
  appId: '12'.repeat(20),
  appContract: `0x${'12'.repeat(20)}`,
  chainId: 31337,
  kmsContract: null,
  deviceId: null,
  issuedAt: '2026-11-21T14:00:00.000Z',
}
const attempt: Attempt = { from: owner, nonce: 3, fromBlock: '7', startedAt: '2026-11-21T14:01:00.000Z' }
const sent: SentTransaction = { transactionHash: someTransactionHash('cd'), from: owner, nonce: 3, sentAt: '2026-11-21T14:01:05.000Z' }

/** A browser's storage, as two tabs of it see it. */
class Area extends Map<string, string> {
  get length() {
    return this.size
  }
  key = (index: number) => [...this.keys()][index] ?? null
  getItem = (key: string) => this.get(key) ?? null
  setItem = (key: string, text: string) => void this.set(key, text)
  removeItem = (key: string) => void this.delete(key)
}

function browser() {
  const area = new Area()
  const tabs: EventTarget[] = []
  let status: Awaited<ReturnType<ChainReads['transactionStatus']>> = 'pending'
  const reads: ChainReads = {
    registration: async () => ({ allowed: false, transactionHash: null }),
    device: () => Promise.resolve('allowed' as const),
    transactionStatus: async () => status,
    nonces: async () => ({ mined: 3, withPending: 4 }),
  }
  return {
    area,
    chainSays: (says: typeof status) => (status = says),
    openTab: () => {
      const events = new EventTarget()
      tabs.push(events)
      const store = createTextStore(area, events)
      const world = { scope: { upstream: 'sandbox', worldId: 'w1', owner: null }, store, chain: async () => reads, clock: systemClock }
      return createApproval({ ticket, cvmName: 'api' }, { ...world, pace: { ...usualPace, chainMs: 1, looksUntilBelieved: 2 } })
    },
    /** What a browser tells its tabs when another one wrote. */
    tellTabs: () => {
      for (const key of area.keys()) for (const tab of tabs) tab.dispatchEvent(Object.assign(new Event('storage'), { key }))
    },
  }
}

describe('an approval without an update behind it', () => {
  test('that was asked of a wallet is on record before the wallet is asked, and a reload knows of it', () => {
    const { openTab } = browser()
    const tab = openTab()
    expect(tab.send({ type: 'asking', attempt })).toMatchObject({ step: 'wallet', stage: 'prompting', attempt })
    expect(openTab().snapshot().state).toMatchObject({ step: 'wallet', ticket, stage: 'unanswered', attempt })
  })

  test('is not asked of a second wallet prompt by another tab that had not seen the first', () => {
    const { openTab } = browser()
    const [first, second] = [openTab(), openTab()]
    first.send({ type: 'asking', attempt })
    const late = { ...attempt, startedAt: '2026-11-21T14:01:01.000Z' }
    expect(second.send({ type: 'asking', attempt: late })).toMatchObject({ stage: 'unanswered', attempt })
    // Having been told, the person may insist.
    expect(second.send({ type: 'asking', attempt: late })).toMatchObject({ stage: 'prompting', attempt: late })
  })

  test('that was sent in one tab is seen in the other', () => {
    const { openTab, tellTabs } = browser()
    const [first, second] = [openTab(), openTab()]
    const stop = second.subscribe(() => {})
    first.send({ type: 'asking', attempt })
    first.send({ type: 'sent', sent })
    tellTabs()
    expect(second.snapshot().state).toMatchObject({ step: 'txPending', sent })
    stop()
  })

  test('that was declined leaves nothing behind and says so', () => {
    const { openTab, area } = browser()
    const tab = openTab()
    tab.send({ type: 'asking', attempt })
    tab.send({ type: 'rejected' })
    expect(tab.snapshot()).toMatchObject({ state: { step: 'wallet', stage: 'connect' }, note: 'rejected' })
    expect(area.size).toBe(0)
  })

  test.each([
    ['mined-reverted', 'reverted'],
    ['replaced', 'cancelled'],
  ] as const)('whose transaction is %s can be signed again, after saying %s', async (says, note) => {
    const { openTab, chainSays, area } = browser()
    const tab = openTab()
    const isNoted = new Promise<void>((resolve) => {
      tab.subscribe(() => tab.snapshot().note && resolve())
    })
    tab.send({ type: 'asking', attempt })
    tab.send({ type: 'sent', sent })
    chainSays(says)
    await isNoted
    expect(tab.snapshot()).toMatchObject({ state: { step: 'wallet', stage: 'connect' }, note })
    expect(area.size).toBe(0)
  })

  test('is over, and its record gone, once the contract allows the hash', () => {
    const { openTab, area } = browser()
    const tab = openTab()
    tab.send({ type: 'asking', attempt })
    tab.send({ type: 'sent', sent })
    expect(area.size).toBe(1)
    tab.settle()
    expect(tab.snapshot().state).toMatchObject({ step: 'wallet', ticket, stage: 'connect' })
    expect(area.size).toBe(0)
  })

  test('keeps what an update without it would keep, and no secret', () => {
    const { openTab, area } = browser()
    const tab = openTab()
    tab.send({ type: 'asking', attempt })
    const [key] = [...area.keys()]
    const { value } = JSON.parse(area.getItem(key!)!) as { value: object }
    expect(Object.keys(value).sort()).toEqual(['attempt', 'cvmName', 'hadSecrets', 'startedAt', 'ticket', 'wanted'])
  })
})
