import { expect, test } from 'vitest'
import { appContract, cvmCan } from './cvm-capabilities.ts'
import { sampleCvm } from './testing/cvm.ts'
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

const possible = (status: string, inProgress = false) =>
  Object.entries(cvmCan).flatMap(([action, can]) => (can(sampleCvm({ status, inProgress })).can ? [action] : []))

test.each([
  ['running', ['restart', 'forceRestart', 'shutdown', 'stop', 'delete', 'apply']],
  ['stopped', ['start', 'delete', 'apply']],
  ['exited', ['start', 'delete', 'apply']],
  ['error', ['start', 'forceRestart', 'stop', 'delete', 'apply']],
  ['starting', ['forceRestart', 'stop', 'delete', 'apply']],
  ['stopping', ['stop', 'delete', 'apply']],
  ['shutting_down', ['forceRestart', 'stop', 'delete', 'apply']],
  ['a word that nobody knew', ['start', 'restart', 'forceRestart', 'shutdown', 'stop', 'delete', 'apply']],
])('while it is %s, one can %j', (status, actions) => {
  expect(possible(status)).toEqual(actions)
})

test('while something else is done to it, one can only pull the power', () => {
  for (const status of ['running', 'starting', 'updating', 'shutting_down', 'stopping']) expect(possible(status, true)).toEqual(['stop'])
})

test('whatever is not possible says why, in a sentence', () => {
  for (const status of ['running', 'stopped', 'error', 'starting', 'stopping', 'shutting_down', 'restarting']) {
    for (const can of Object.values(cvmCan)) {
      const capability = can(sampleCvm({ status }))
      if (!capability.can) expect(capability.reason).toMatch(/^[A-Z].*\.$/)
    }
  }
})
