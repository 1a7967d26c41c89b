import { someHash } from '@/domain/testing/hashes.ts'
import { expect, test } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { planRedeploy } from './plan-redeploy.ts'

const governed = sampleCvm({ kms: { ...sampleCvm().kms, type: 'ethereum', chainId: 31337 } })
const present = { docker_compose_file: 'new', pre_launch_script: '', public_logs: false, allowed_envs: ['A'] }
const [presentHash, otherHash] = [someHash('a'), someHash('b')]
const revision = {
  manifest: { docker_compose_file: 'old', pre_launch_script: '', public_logs: false, allowed_envs: ['A', 'B'] },
  composeHash: null,
}

test('a revision comes back whole, its names included; resources stay, and nothing is sent field by field', () => {
  const { plan, values, baseline, missingNames } = planRedeploy({ cvm: governed, present, revision, isAllowed: false })
  expect(plan.changes.map(({ field }) => field)).toEqual(['composeYaml', 'envNames'])
  expect(plan.patch).toBeNull()
  expect(plan.wanted).toEqual({ composeYaml: 'old', envNames: ['A', 'B'] })
  expect(values.vcpu).toBe(baseline.vcpu)
  expect(missingNames).toEqual(['B'])
})

test.each([
  [true, 'none', '2 changes · 1 restart · no signature'],
  [false, 'needed', '2 changes · 1 restart · 1 on-chain signature'],
  // What could not be read is no promise.
  [undefined, 'needed', '2 changes · 1 restart · 1 on-chain signature'],
] as const)('a hash that the contract allows (%s) needs signature: %s', (isAllowed, signature, sentence) => {
  expect(planRedeploy({ cvm: governed, present, revision, isAllowed }).plan).toMatchObject({ signature, sentence })
})

test('the present configuration is nothing to put back', () => {
  expect(
    planRedeploy({ cvm: governed, present, revision: { manifest: present, composeHash: null }, isAllowed: true }).plan.changes,
  ).toEqual([])
})

const running = { ...governed, composeHash: presentHash }

test.each([
  [true, 'none', '1 change · 1 restart · no signature'],
  [false, 'needed', '1 change · 1 restart · 1 on-chain signature'],
  [undefined, 'needed', '1 change · 1 restart · 1 on-chain signature'],
] as const)('a setting that no field shows is a change with a hash of its own; allowed: %s', (isAllowed, signature, sentence) => {
  const manifest = { ...present, salt: 'new' }
  const { plan, settings, isInForce } = planRedeploy({
    cvm: running,
    present,
    revision: { manifest, composeHash: otherHash },
    isAllowed,
  })
  expect(isInForce).toBe(false)
  expect(settings).toEqual([{ key: 'salt', before: 'not set', after: 'new' }])
  expect(plan).toMatchObject({ changes: [], signature, sentence, restarts: 1 })
})

test('the same content with another hash is one change, since the file is written in another way', () => {
  const { plan, isInForce } = planRedeploy({
    cvm: running,
    present,
    revision: { manifest: present, composeHash: otherHash },
    isAllowed: false,
  })
  expect(isInForce).toBe(false)
  expect(plan).toMatchObject({ signature: 'needed', sentence: '1 change · 1 restart · 1 on-chain signature' })
  expect(plan.signatureReason).toBe('The compose hash covers how the file is written, and the app contract must allow the new one.')
})

test('a revision whose hash is the present one asks for no signature, whatever an older copy of the file says', () => {
  const { plan, isInForce } = planRedeploy({ cvm: running, present, revision: { ...revision, composeHash: presentHash }, isAllowed: false })
  expect(isInForce).toBe(false)
  expect(plan.signature).toBe('none')
})

test.each([
  [presentHash, present, presentHash, true],
  [presentHash, present, otherHash, false],
  [null, present, otherHash, true],
  [presentHash, null, presentHash, true],
  // Neither the file nor a hash says so.
  [presentHash, null, null, false],
])('hash %s with the file %o, and a revision of it with hash %s, is in force: %s', (composeHash, stored, ofRevision, expected) => {
  const now = { cvm: { ...governed, composeHash }, present: stored, isAllowed: undefined }
  expect(planRedeploy({ ...now, revision: { manifest: present, composeHash: ofRevision } }).isInForce).toBe(expected)
})
