import { expect, test } from 'vitest'
import type { Cvm } from '@/domain/cvm.ts'
import { someHash } from '@/domain/testing/hashes.ts'
import { approvalLink, readApprovalLink } from './handover-link.ts'
import { startRequest } from './start-request.ts'

const now = new Date('2026-11-27T12:00:00.000Z')
const appId = '12'.repeat(20)
const kmsContract = `0x${'34'.repeat(20)}` as const
const cvm = {
  name: 'api-prod-1',
  appId,
  composeHash: someHash('ab'),
  kms: { chainId: 8453, kmsContract, reportedAppContract: null },
  node: { deviceId: someHash('cd') },
} as unknown as Cvm

test('asks for the hash and the device that the CVM has, on its own app contract', () => {
  const request = startRequest(cvm, now)!
  expect(request).toMatchObject({ isForStart: true, cvmName: 'api-prod-1' })
  const ticket = { composeHash: someHash('ab'), deviceId: someHash('cd'), appId, appContract: `0x${appId}`, chainId: 8453, kmsContract }
  expect(request.ticket).toEqual({ ...ticket, issuedAt: now.toISOString() })
  expect(readApprovalLink(new URL(approvalLink(request, 'https://console.example')).hash)).toEqual({ request })
})

test.each<[string, Partial<Cvm>]>([
  ['no contract governs it', { kms: { ...cvm.kms, chainId: null } }],
  ['it has no app id', { appId: null }],
  ['its hash is not known', { composeHash: null }],
  ['its app id is the KMS contract', { appId: '34'.repeat(20) }],
  ['another app contract is reported for it', { kms: { ...cvm.kms, reportedAppContract: `0x${'56'.repeat(20)}` } }],
])('asks for nothing where %s', (_why, part) => {
  expect(startRequest({ ...cvm, ...part }, now)).toBeNull()
})

test('without a readable device id the hash is asked for alone', () => {
  expect(startRequest({ ...cvm, node: { ...cvm.node, deviceId: 'prod9' } }, now)?.ticket.deviceId).toBeNull()
})
