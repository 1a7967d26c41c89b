import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { type Hex, toBytes32 } from '@/domain/identifiers.ts'
import { someHash } from '@/domain/testing/hashes.ts'
import { chainQueries } from './chain-queries.ts'

const chain = { id: 8453, name: 'Base', currency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, explorerUrl: null, walletRpcUrl: '' }
const appContract: Hex = `0x${'aB'.repeat(20)}`
const hash = someHash('c')
const call = { appContract, composeHash: toBytes32(hash), account: appContract } as const

test('everything read of one contract lies below one key, whatever the case of its address', () => {
  const own = chainQueries.contract(8453, appContract.toLowerCase() as Hex)
  const keys = [
    chainQueries.facts(chain, { appContract }).queryKey,
    chainQueries.hashAllowed(chain, appContract, hash).queryKey,
    chainQueries.registration(chain, call).queryKey,
    chainQueries.trace(chain, { appContract, composeHash: hash }, null).queryKey,
    chainQueries.hashSimulation(chain, call).queryKey,
    chainQueries.deviceSimulation(chain, { ...call, deviceId: toBytes32(hash) }).queryKey,
    chainQueries.funds(chain, call).queryKey,
  ]
  for (const key of keys) expect(key.slice(0, own.length)).toEqual([...own])
  expect(new Set(keys.map((key) => JSON.stringify(key))).size, 'each its own').toBe(keys.length)
})

test('without a chain, or without an account to try a call for, nothing is asked', () => {
  const questions = [
    chainQueries.facts(null, { appContract }),
    chainQueries.facts(chain, null),
    chainQueries.hashAllowed(null, appContract, hash),
    chainQueries.trace(chain, null, null),
    chainQueries.hashSimulation(chain, { ...call, account: null }),
    chainQueries.deviceSimulation(chain, { ...call, deviceId: null }),
  ]
  for (const question of questions) {
    const observer = new QueryObserver(new QueryClient(), question as never)
    expect(observer.getCurrentResult().fetchStatus).toBe('idle')
    expect((question as { enabled?: unknown }).enabled).toBe(false)
  }
})
