import { someTransactionHash } from '@/domain/testing/hashes.ts'
import { expect, test } from 'vitest'
import type { WalletRequest } from './call-register.ts'
import type { Finding } from './look-for-request.ts'
import { settle } from './settle-requests.ts'

const request = (second: number, more: Partial<WalletRequest> = {}): WalletRequest => ({
  from: `0x${'aa'.repeat(20)}`,
  nonce: 3,
  fromBlock: '7',
  startedAt: `2026-11-21T14:01:0${second}.000Z`,
  ...more,
})
const transactionHash = someTransactionHash('ef')
const allowed: Finding = { kind: 'allowed', by: { transactionHash, nonce: 3 } }
const look = (of: WalletRequest, finding: Finding | null, isAwaited = false) => ({ request: of, finding, isAwaited })

test('a request whose answer this page never got is known by its transaction, and over once that did what was asked', () => {
  const left = request(1)
  expect(settle([look(left, allowed)])).toEqual({ sent: [{ request: left, transactionHash }], over: [] })
  const known = { ...left, transactionHash }
  expect(settle([look(known, allowed)])).toEqual({ sent: [], over: [known] })
})

test('of two open requests one transaction answers the first; the other is named until it is answered as well', () => {
  const [first, second] = [request(1), request(2)]
  expect(settle([look(first, allowed), look(second, allowed)]).sent).toEqual([{ request: first, transactionHash }])
  const known = { ...first, transactionHash }
  // The first one stays on record, or its transaction would be taken for the second's.
  expect(settle([look(known, allowed), look(second, allowed)])).toEqual({ sent: [], over: [] })
})

test('nothing is concluded of a request whose answer this tab will hear', () => {
  expect(settle([look(request(1), allowed, true)])).toEqual({ sent: [], over: [] })
})

test('a transaction that came before a request is not its answer', () => {
  expect(settle([look(request(1, { nonce: 4 }), allowed)])).toEqual({ sent: [], over: [] })
})

test('a transaction in whose place another one was mined is over, one that the node forgot is not', () => {
  const sent = request(1, { transactionHash })
  expect(settle([look(sent, { kind: 'over' })]).over).toEqual([sent])
  for (const finding of [null, { kind: 'forgotten' }, { kind: 'unidentified' }] as const)
    expect(settle([look(sent, finding)]).over).toEqual([])
})
