import { expect, test } from 'vitest'
import type { Journal } from '@/updates/update-journal.ts'
import { traceLines, traceText } from './trace-text.ts'

const composeHash = 'ab'.repeat(32)
const appContract = `0x${'a1'.repeat(20)}` as const
const transaction = `0x${'ee'.repeat(32)}` as const
const asked: Journal = {
  cvmName: 'relay',
  startedAt: '2026-01-02T03:04:05.000Z',
  wanted: { envNames: ['DATABASE_PASSWORD'] },
  hadSecrets: true,
  ticket: {
    composeHash,
    appId: 'a1'.repeat(20),
    appContract,
    chainId: 8453,
    kmsContract: null,
    deviceId: null,
    issuedAt: '2026-01-02T03:04:06.000Z',
  },
}
const onChain = { blockNumber: 7n, minedAt: '2026-01-02T03:05:00.000Z', announced: [`0x${composeHash}` as const] }

test('what has not happened yet is left open, and nothing is claimed', () => {
  const lines = new Map(traceLines(asked, 'Base', null))
  expect(lines.get('Hash asked for')).toBe(`0x${composeHash}`)
  expect(lines.get('Chain')).toBe('Base (id 8453)')
  for (const term of ['Transaction', 'Hash in the event', 'Hash confirmed', 'Ended']) expect(lines.get(term)).toBeNull()
})

test('the same hash can be followed from the first answer through the event to the confirmation', () => {
  const text = traceText(traceLines({ ...asked, proof: transaction, correlationId: 'op-1' }, 'Base', onChain))
  for (const term of ['Hash asked for', 'Hash in the event', 'Hash confirmed']) expect(text).toContain(`${term}: 0x${composeHash}`)
  expect(text).toContain(`Transaction: ${transaction}`)
  expect(text).toContain('Block: 7 at 2026-01-02T03:05:00.000Z')
})

test('another hash in the event is shown as it is', () => {
  const other = `0x${'cc'.repeat(32)}` as const
  const event = (announced: (typeof other)[]) =>
    new Map(traceLines({ ...asked, proof: transaction }, null, { ...onChain, announced })).get('Hash in the event')
  expect(event([other])).toBe(other)
  expect(event([])).toBe('none from this contract')
})

test('wanted values and names of variables stay out of it', () => {
  expect(traceText(traceLines(asked, null, null))).not.toContain('DATABASE')
})

test('an update without a contract has no trace', () => {
  const { ticket: _, ...without } = asked
  expect(traceLines(without, null, null)).toEqual([])
})
