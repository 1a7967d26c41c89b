import { someBytes32, someTransactionHash } from '@/domain/testing/hashes.ts'
import { expect, test } from 'vitest'
import type { Hex } from '@/domain/identifiers.ts'
import { createTextStore } from '@/lib/storage.ts'
import { callRegister, type WalletCall, type WalletRequest } from './call-register.ts'

/** A browser's storage. */
class Area extends Map<string, string> {
  get length() {
    return this.size
  }
  key = (index: number) => [...this.keys()][index] ?? null
  getItem = (key: string) => this.get(key) ?? null
  setItem = (key: string, text: string) => void this.set(key, text)
  removeItem = (key: string) => void this.delete(key)
}
const scope = { upstream: 'cloud.example', worldId: 'w1' }
const call: WalletCall = { chainId: 8453, appContract: `0x${'ab'.repeat(20)}`, method: 'addComposeHash', argument: someBytes32('cd') }
const request: WalletRequest = { from: `0x${'aa'.repeat(20)}`, nonce: 3, fromBlock: '7', startedAt: '2026-11-21T14:01:00.000Z' }
const later: WalletRequest = { ...request, startedAt: '2026-11-21T14:02:00.000Z' }
const transactionHash = someTransactionHash('ef')

const openTab = (area: Area) => callRegister(createTextStore(area, null), scope)

test('a request stays on record until it is closed, for every tab, whatever the case of the addresses', () => {
  const area = new Area()
  openTab(area).open(call, request)
  const other = openTab(area)
  expect(other.requests({ ...call, appContract: call.appContract.replace('ab', 'AB') as Hex })).toEqual([request])
  other.sent(call, request, transactionHash)
  expect(openTab(area).requests(call)).toEqual([{ ...request, transactionHash }])
  other.close(call, request)
  expect(openTab(area).requests(call)).toEqual([])
  expect(area.size, 'nothing is left behind').toBe(0)
})

test('two requests for one call are two, and the answer to one says nothing of the other', () => {
  const tab = openTab(new Area())
  tab.open(call, request)
  tab.open(call, later)
  tab.sent(call, later, transactionHash)
  tab.close(call, request)
  expect(tab.requests(call)).toEqual([{ ...later, transactionHash }])
})

test('another call, another upstream and another world have requests of their own', () => {
  const area = new Area()
  openTab(area).open(call, request)
  const store = createTextStore(area, null)
  expect(openTab(area).requests({ ...call, method: 'addDevice' })).toEqual([])
  expect(openTab(area).requests({ ...call, chainId: 1 })).toEqual([])
  expect(callRegister(store, { ...scope, upstream: 'other.example' }).requests(call)).toEqual([])
  expect(callRegister(store, { ...scope, worldId: 'w2' }).requests(call)).toEqual([])
})

test('requests of a world that is gone, and those of two months ago, are forgotten with the next one', () => {
  const area = new Area()
  const store = createTextStore(area, null)
  callRegister(store, { ...scope, worldId: 'w0' }).open(call, request)
  const tab = openTab(area)
  tab.open({ ...call, chainId: 1 }, { ...request, startedAt: '2026-09-01T00:00:00.000Z' })
  tab.open(call, request)
  expect(area.size).toBe(1)
  expect(tab.requests(call)).toEqual([request])
})

test.each([
  ['no JSON', 'not json'],
  ['another version', JSON.stringify({ version: 9, requests: [request] })],
  ['a request that is none', JSON.stringify({ version: 1, requests: [{ ...request, nonce: -1 }] })],
  ['an account that is none', JSON.stringify({ version: 1, requests: [{ ...request, from: 'me' }] })],
])('what cannot be read, %s, is no request', (_what, text) => {
  const area = new Area()
  const tab = openTab(area)
  tab.open(call, request)
  area.set([...area.keys()][0]!, text)
  expect(openTab(area).requests(call)).toEqual([])
})

test('a listener hears of every change, and the list is the same one until something changes', () => {
  const tab = openTab(new Area())
  let heard = 0
  const stop = tab.subscribe(() => (heard += 1))
  tab.open(call, request)
  const before = tab.requests(call)
  expect(tab.requests(call)).toBe(before)
  tab.close(call, request)
  expect(heard).toBe(2)
  stop()
})

test('the record holds public facts of a call and nothing else', () => {
  const area = new Area()
  openTab(area).open(call, request)
  const [[key, text]] = [...area] as [[string, string]]
  expect(key).toMatch(/^cvm-console\/wallet-requests\/cloud\.example\/w1\/8453:0x(ab){20}:addcomposehash:0x(cd){32}$/)
  expect(Object.keys((JSON.parse(text) as { requests: [object] }).requests[0]).sort()).toEqual(['from', 'fromBlock', 'nonce', 'startedAt'])
})
