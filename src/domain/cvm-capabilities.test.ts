import { expect, test } from 'vitest'
import { appContract } from './cvm-capabilities.ts'
import type { Cvm } from './cvm.ts'

const appId = 'aa'.repeat(20)
const cvm = (appIdOrNull: string | null, kms: Partial<Cvm['kms']>) =>
  ({ appId: appIdOrNull, kms: { chainId: 1, kmsContract: null, reportedAppContract: null, ...kms } }) as Cvm

test('the contract to register on is 0x + app id', () => {
  expect(appContract(cvm(appId, {}))).toEqual({ address: `0x${appId}` })
  expect(appContract(cvm(appId, { reportedAppContract: `0x${appId.toUpperCase()}` }))).toEqual({ address: `0x${appId}` })
})

test('the KMS contract is never the target', () => {
  expect(appContract(cvm(appId, { kmsContract: `0x${appId}` }))).toEqual({ problem: 'is-kms-contract' })
})

test('a contract address other than the app id is shown as legacy, not guessed at', () => {
  expect(appContract(cvm(appId, { reportedAppContract: `0x${'bb'.repeat(20)}` }))).toEqual({ problem: 'legacy-address' })
})

test('without an app id there is no contract', () => {
  expect(appContract(cvm(null, {}))).toEqual({ problem: 'no-app-id' })
})
