import { expect, test } from 'vitest'
import type { Cvm } from '@/domain/cvm.ts'
import { editProblems, problemsFromServer } from '@/updates/fields/edit-problems.ts'
import { sampleValues } from '@/updates/fields/testing/edit-values.ts'
import type { EditValues } from '@/updates/fields/fields.ts'
import { planUpdate } from './update-plan.ts'

const baseline = sampleValues
const cvm = (kms: Partial<Cvm['kms']>, status = 'running') => ({ status, kms: { type: 'phala', chainId: null, ...kms } }) as Cvm
const central = cvm({})
const governed = cvm({ type: 'base', chainId: 8453 })
const planOf = (of: Cvm, edits: Partial<EditValues>) => planUpdate({ cvm: of, baseline, values: { ...baseline, ...edits } })

test('an untouched form leaves nothing to send', () => {
  expect(planOf(governed, {})).toMatchObject({ changes: [], patch: null, restarts: 0, signature: 'none', sentence: 'No changes' })
})

test('a resource change on a contract-governed CVM needs no signature, and says why', () => {
  const plan = planOf(governed, { vcpu: 8 })
  expect(plan).toMatchObject({ patch: { vcpu: 8 }, signature: 'none', sentence: '1 change · 1 restart · no signature' })
  expect(plan.signatureReason).toBe('No signature: the compose hash stays as it is.')
  expect(plan.changes).toEqual([expect.objectContaining({ label: 'vCPU', before: '4 vCPU', after: '8 vCPU' })])
})

test('a compose change there needs one, and names what is part of the hash', () => {
  const plan = planOf(governed, { vcpu: 8, composeYaml: 'services: {a: {}}\n', publicLogs: false })
  expect(plan.sentence).toBe('3 changes · 1 restart · 1 on-chain signature')
  expect(plan.signatureReason).toBe(
    'The compose hash covers the compose file and the visibility of logs, and the app contract must allow the new one.',
  )
})

test('under a central KMS nothing is ever signed', () => {
  expect(planOf(central, { composeYaml: 'services: {a: {}}\n' })).toMatchObject({ signature: 'none' })
})

test('where the API does not say which chain governs, the plan does not promise', () => {
  expect(planOf(cvm({ type: 'ethereum' }), { publicLogs: false })).toMatchObject({
    signature: 'unknown',
    sentence: '1 change · 1 restart · perhaps 1 on-chain signature',
  })
})

test('a stopped CVM is not said to restart', () => {
  expect(planOf(cvm({}, 'stopped'), { vcpu: 8 })).toMatchObject({ restarts: 0, sentence: '1 change · no restart · no signature' })
})

test.each([
  [{ vcpu: null }, 'vcpu', 'Enter vCPU as a number.'],
  [{ vcpu: 1.5 }, 'vcpu', 'vCPU must be a whole number.'],
  [{ vcpu: 257 }, 'vcpu', 'vCPU must be between 1 and 256 vCPU.'],
  [{ diskGb: 40 }, 'diskGb', 'A disk can grow but not shrink; it has 60 GB.'],
  [{ composeYaml: ' ' }, 'composeYaml', 'The compose file must not be empty.'],
  [
    { preLaunchScript: 'x'.repeat(201 * 1024) },
    'preLaunchScript',
    'Compose file and script together have 202 KiB; at most 200 KiB are accepted.',
  ],
] as const)('%o is explained at its field', (edits, field, text) => {
  expect(editProblems(baseline, { ...baseline, ...edits })).toEqual({ [field]: text })
})

test('untouched values are never a problem, even where the API reported none', () => {
  const nothing: EditValues = { ...baseline, vcpu: null, diskGb: null, composeYaml: null, osImage: null }
  expect(editProblems(nothing, nothing)).toEqual({})
})

test('a refusal lands on the fields it names, and the rest is kept', () => {
  const { byField, others } = problemsFromServer([
    { field: 'memory', message: 'too much' },
    { field: 'docker_compose_file', message: 'line 3' },
    { field: 'docker_compose_file', message: 'line 7' },
    { field: 'gpus.gpus.0.slot', message: 'required' },
    { field: 'shutdown_timeout', message: 'too long' },
    { field: 'instance_type', message: 'unknown' },
    { field: '', message: 'no credit' },
  ])
  expect(byField).toEqual({
    memoryGb: 'too much',
    composeYaml: 'line 3 line 7',
    gpus: 'required',
    shutdownTimeoutSeconds: 'too long',
  })
  expect(others.map(({ message }) => message)).toEqual(['unknown', 'no credit'])
})

test('options go along with a change and are told apart from it', () => {
  const plan = planOf(central, { vcpu: 8, shutdownTimeoutSeconds: null, allowForceStop: true })
  expect(plan).toMatchObject({
    sentence: '1 change · 1 restart · no signature',
    patch: { vcpu: 8, shutdown_timeout: null, allow_force_stop: true },
    options: [
      { label: 'Shutdown timeout', value: 'No limit' },
      { label: 'Force stop', value: 'Allowed' },
    ],
  })
  expect(plan.changes.map(({ field }) => field)).toEqual(['vcpu'])
})

test('options alone are nothing to send', () => {
  expect(planOf(central, { shutdownTimeoutSeconds: 60 })).toMatchObject({ changes: [], patch: null, sentence: 'No changes' })
})

test.each([9, 1201, 60.5, Number.NaN])('a shutdown timeout of %s s is explained at its field', (shutdownTimeoutSeconds) => {
  expect(editProblems(baseline, { ...baseline, shutdownTimeoutSeconds })).toEqual({
    shutdownTimeoutSeconds: 'Enter whole seconds between 10 and 1200, or choose another way.',
  })
})

test.each([
  [['', 'a'], 'Enter the slot of every GPU, or remove its row.'],
  [['a', 'b', 'a '], 'Slot a is listed twice.'],
])('GPU slots %j are explained at their field', (slots, text) => {
  const gpus = { attachMode: 'listed' as const, gpus: slots.map((slot) => ({ slot, productId: null })) }
  expect(editProblems(baseline, { ...baseline, gpus })).toEqual({ gpus: text })
})
