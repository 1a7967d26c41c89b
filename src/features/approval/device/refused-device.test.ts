import { someHash } from '@/domain/testing/hashes.ts'
import { expect, test } from 'vitest'
import type { AppContractFacts } from '@/chain/app-contract.ts'
import { refusedDevice } from './refused-device.ts'

const deviceId = someHash('cd')
const contract: AppContractFacts = {
  hasCode: true,
  owner: null,
  composeHashAllowed: false,
  deviceAllowed: false,
  allowAnyDevice: false,
  pendingOwner: null,
  requiresTcbUpToDate: null,
  accountBalanceWei: null,
}

test('a device is refused only where the contract says so to both questions', () => {
  expect(refusedDevice({ deviceId }, contract)).toBe(`0x${deviceId}`)
  expect(refusedDevice({ deviceId }, { ...contract, deviceAllowed: true })).toBeNull()
  expect(refusedDevice({ deviceId }, { ...contract, allowAnyDevice: true })).toBeNull()
})

test('a contract that does not answer, or is not read yet, refuses nothing', () => {
  expect(refusedDevice({ deviceId }, null)).toBeNull()
  expect(refusedDevice({ deviceId }, { ...contract, deviceAllowed: null })).toBeNull()
  expect(refusedDevice({ deviceId }, { ...contract, allowAnyDevice: null })).toBeNull()
})

test('without a device id nothing can be allowed', () => {
  expect(refusedDevice({ deviceId: null }, contract)).toBeNull()
})
