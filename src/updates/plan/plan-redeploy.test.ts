import { expect, test } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { planRedeploy } from './plan-redeploy.ts'

const governed = sampleCvm({ kms: { ...sampleCvm().kms, type: 'ethereum', chainId: 31337 } })
const present = { docker_compose_file: 'new', pre_launch_script: '', public_logs: false, allowed_envs: ['A'] }
const revision = { docker_compose_file: 'old', pre_launch_script: '', public_logs: false, allowed_envs: ['A', 'B'] }

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
  expect(planRedeploy({ cvm: governed, present, revision: present, isAllowed: true }).plan.changes).toEqual([])
})
