import { someBytes32, someHash, someTransactionHash } from '@/domain/testing/hashes.ts'
import { expect, test } from 'vitest'
import { toBytes32 } from '@/domain/identifiers.ts'
import type { Journal } from '@/updates/engine/update-journal.ts'
import { traceLines, traceText } from './trace-text.ts'

const composeHash = someHash('ab')
const appContract = `0x${'a1'.repeat(20)}` as const
const transaction = someTransactionHash('ee')
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
const base = { id: 8453, name: 'Base' }
const factsOf = (...of: Parameters<typeof traceLines>) =>
  new Map(traceLines(...of).map(({ term, value, missing }) => [term, value ?? missing]))

const onChain = {
  transactionHash: transaction,
  blockNumber: 7n,
  minedAt: '2026-01-02T03:05:00.000Z',
  announced: [toBytes32(composeHash)],
}

test('what has not happened yet is left open, and nothing is claimed', () => {
  const lines = factsOf(asked, base, null)
  expect(lines.get('Hash requested')).toBe(`0x${composeHash}`)
  expect(lines.get('Chain')).toBe('Base (8453)')
  const open = ['Wallet asked', 'Sent from', 'Sent at', 'Transaction', 'Hash in the event', 'Hash confirmed', 'Ended']
  for (const term of open) expect(lines.get(term)).toBe('not yet')
})

test('what somebody else signed is not waited for here', () => {
  const lines = factsOf({ ...asked, transactionHash: transaction }, base, null)
  for (const term of ['Wallet asked', 'Sent from', 'Sent at']) expect(lines.get(term)).toBe('not by this browser')
  expect(lines.get('Transaction')).toBe(transaction)
  expect(lines.get('Hash confirmed')).toBe('not yet')
})

test('when the wallet here was asked and its answer never came, nothing is said about who sent what the chain shows', () => {
  const attempt = { from: appContract, nonce: 3, fromBlock: '12', startedAt: '2026-01-02T03:04:07.000Z' }
  const lines = factsOf({ ...asked, attempt, transactionHash: transaction }, base, null)
  expect(lines.get('Wallet asked')).toBe(attempt.startedAt)
  for (const term of ['Sent from', 'Sent at']) expect(lines.get(term)).toBe('not on record')
})

test('what was sent from here is said to be, registered or not', () => {
  const sent = { transactionHash: transaction, from: appContract, nonce: 3, sentAt: '2026-01-02T03:04:08.000Z' }
  for (const record of [
    { ...asked, sent },
    { ...asked, sent, transactionHash: transaction },
  ]) {
    const lines = factsOf(record, base, null)
    expect([lines.get('Sent from'), lines.get('Sent at')]).toEqual([sent.from, sent.sentAt])
  }
})

test('an update that was accepted without a transaction on record waits for none', () => {
  const lines = factsOf({ ...asked, correlationId: 'op-1' }, base, null)
  for (const term of ['Transaction', 'Block', 'Hash in the event']) expect(lines.get(term)).toBe('not on record')
  expect(lines.get('Hash confirmed')).toBe(`0x${composeHash}`)
  expect(lines.get('Sent from')).toBe('not by this browser')
})

test('the transaction that the chain shows stands for the one that nobody here saw', () => {
  const lines = factsOf({ ...asked, correlationId: 'op-1' }, base, onChain)
  expect(lines.get('Transaction')).toBe(transaction)
  expect(lines.get('Hash in the event')).toBe(`0x${composeHash}`)
})

test('the same hash can be followed from the first answer through the event to the confirmation', () => {
  const text = traceText(traceLines({ ...asked, transactionHash: transaction, correlationId: 'op-1' }, { id: 8453, name: 'Base' }, onChain))
  for (const term of ['Hash requested', 'Hash in the event', 'Hash confirmed']) expect(text).toContain(`${term}: 0x${composeHash}`)
  expect(text).toContain(`Transaction: ${transaction}`)
  expect(text).toContain('Block: 7 at 2026-01-02T03:05:00.000Z')
})

test('another hash in the event is shown as it is', () => {
  const other = someBytes32('cc')
  const event = (announced: (typeof other)[]) =>
    factsOf({ ...asked, transactionHash: transaction }, null, { ...onChain, announced }).get('Hash in the event')
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
