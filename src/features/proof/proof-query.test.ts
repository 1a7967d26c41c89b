import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { cvmKeys } from '@/api/cvm-keys.ts'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { proofQuery } from './proof-query.ts'
import { sampleProof } from './testing/sample-proof.ts'

const config: RuntimeConfig = { mode: 'live', upstream: 'api.example.org', chains: [] }
const gathered = { proof: sampleProof(), attestation: { is_online: true }, issuedAt: null, isPast: false, collateral: 'given' as const }

test('a proof of a CVM that runs is none of one that was stopped, moved or changed', () => {
  const cvm = sampleCvm({ status: 'running' })
  const queryClient = new QueryClient()
  queryClient.setQueryData(proofQuery(cvm, config).queryKey, gathered)
  expect(queryClient.getQueryData(proofQuery({ ...cvm }, config).queryKey)).toBe(gathered)
  const others = [
    { ...cvm, status: 'stopped' },
    { ...cvm, instanceId: 'b'.repeat(40) },
    { ...cvm, composeHash: 'c'.repeat(64) as never },
    { ...cvm, node: { ...cvm.node, deviceId: 'd'.repeat(64) } },
    { ...cvm, node: { ...cvm.node, otherDeviceIds: ['d'.repeat(64)] } },
    { ...cvm, os: { ...cvm.os, imageHash: 'e'.repeat(64) } },
  ]
  for (const other of others) expect(queryClient.getQueryData(proofQuery(other, config).queryKey)).toBeUndefined()
})

test('what was done to a CVM makes its proof be asked for again, and one that nobody looks at is not kept', async () => {
  const cvm = sampleCvm()
  const queryClient = new QueryClient()
  const queryFn = vi.fn(() => Promise.resolve(gathered))
  const { queryKey, ...options } = proofQuery(cvm, config)
  const observer = new QueryObserver(queryClient, { ...options, queryKey, queryFn })
  const stop = observer.subscribe(() => {})
  await vi.waitFor(() => expect(observer.getCurrentResult().isSuccess).toBe(true))
  await queryClient.invalidateQueries({ queryKey: cvmKeys.one(cvm.id) })
  expect(queryFn).toHaveBeenCalledTimes(2)
  stop()
  await vi.waitFor(() => expect(queryClient.getQueryData(queryKey)).toBeUndefined())
})
