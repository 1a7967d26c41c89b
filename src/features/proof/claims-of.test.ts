import { afterAll, beforeAll, expect, test } from 'vitest'
import { verdictOf } from '@/attestation/links.ts'
import { measure } from '@/attestation/measure.ts'
import { prove } from '@/attestation/prove.ts'
import { bundleFileOf, readSound, wordOfChain } from '@/attestation/testing/sandbox-bundle.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { sandboxWithClient, type SandboxClient } from '../../../sandbox/testing/api-client.ts'
import { claimsOf } from './claims-of.ts'

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 8 })
})
afterAll(() => client.stop())

test('a machine that contracts know by several device ids is the one that is reported by any of them', async () => {
  const { file, rootDer } = await bundleFileOf(client, client.info.cvms['onchainEoa']!)
  const bundle = readSound(file)
  const measured = measure(bundle.evidence, { at: Date.now(), sandboxRootDer: rootDer })
  if ('unreadable' in measured) throw new Error(measured.unreadable)
  const { appId, instanceId, composeHash, osImageHash } = bundle.claims
  const claimed = (deviceId: string, ...otherDeviceIds: string[]) =>
    claimsOf(
      sampleCvm({
        appId,
        instanceId,
        composeHash: composeHash as never,
        os: { ...sampleCvm().os, imageHash: osImageHash },
        node: { ...sampleCvm().node, deviceId, otherDeviceIds },
      }),
      null,
    )
  const chain = await wordOfChain(client, bundle, measured)
  const own = measured.deviceId!
  const another = '0'.repeat(64)
  expect(claimed(`0x${another}`, own.toUpperCase()).deviceIds).toEqual([another, own])
  expect(verdictOf(prove(measured, claimed(another, own), chain))).toBe('holds')
  expect(verdictOf(prove(measured, claimed(own, another), chain))).toBe('holds')
  expect(verdictOf(prove(measured, claimed(another), chain))).toBe('fails')
})
