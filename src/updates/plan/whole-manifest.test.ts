import fc from 'fast-check'
import { expect, test } from 'vitest'
import { provisionRequestSchema } from '@/api/schemas/compose-file.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { type EditValues, type FieldName, fieldNames, fields, readBaseline } from '@/updates/fields/fields.ts'
import { anyValue, sampleValues } from '@/updates/fields/testing/edit-values.ts'
import { planUpdate } from './update-plan.ts'
import { absentKeys, wholeManifest } from './whole-manifest.ts'
import { writeOfPlan } from './write-of-plan.ts'

const cvm = sampleCvm()
const stored = {
  name: 'demo',
  docker_compose_file: 'services: {}\n',
  pre_launch_script: '',
  allowed_envs: ['A'],
  public_logs: true,
  public_sysinfo: true,
  public_tcbinfo: true,
  features: ['kms'],
  storage_fs: 'zfs',
  secure_time: false,
  no_instance_id: false,
  kms_enabled: true,
  gateway_enabled: true,
  tproxy_enabled: true,
  local_key_provider_enabled: false,
  default_gateway_domain: null,
  salt: 'kept',
  x_team: { on_call: [1, 2] },
}
const baseline = readBaseline(cvm, stored)
const plan = (values: Partial<EditValues>) => planUpdate({ cvm, baseline, values: { ...baseline, ...values } })

const ofManifest = fieldNames.filter((name) => fields[name].changesComposeHash && name !== 'envNames')
const manifestEdits = fc.record(Object.fromEntries(ofManifest.map((name) => [name, anyValue[name] as fc.Arbitrary<unknown>])), {
  requiredKeys: [],
}) as fc.Arbitrary<Partial<EditValues>>

test(
  'what a manifest that is sent whole holds afterwards is what was edited, and every other key is what it was',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(manifestEdits, (edits) => {
        const { composeFile, patch, inTheWay } = plan(edits)
        const isWhole = ofManifest.some(
          (name) =>
            fields[name].sentWith === 'manifest' && JSON.stringify(edits[name] ?? baseline[name]) !== JSON.stringify(baseline[name]),
        )
        expect(composeFile !== null).toBe(isWhole)
        expect(inTheWay).toEqual([])
        if (!composeFile) return
        expect(patch).toBeNull()
        const sent = wholeManifest(stored, composeFile)
        expect(readBaseline(cvm, sent)).toEqual({ ...baseline, ...edits })
        expect(provisionRequestSchema.safeParse(sent).success).toBe(true)
        expect(sent).toMatchObject({ salt: 'kept', x_team: { on_call: [1, 2] }, tproxy_enabled: true, allowed_envs: ['A'] })
        expect(Object.keys(sent).toSorted()).toEqual(Object.keys(stored).toSorted())
      }),
      { numRuns: 5_000 },
    )
  },
)

const notInIt: [FieldName, Partial<EditValues>][] = [
  ['vcpu', { vcpu: 7 }],
  ['osImage', { osImage: 'dstack-9.9.9' }],
  ['userConfig', { userConfig: 'x' }],
  ['envNames', { envNames: ['A', 'B'] }],
  ['shutdownTimeoutSeconds', { shutdownTimeoutSeconds: 60 }],
]

test.each(notInIt)('a change of %s cannot go along, and keeps both from being sent until one is undone', (name, edits) => {
  const both = plan({ ...edits, secureTime: true })
  expect(both.inTheWay).toEqual([name])
  expect(writeOfPlan(both)).toBeNull()
  expect(plan(edits).inTheWay).toEqual([])
  expect(writeOfPlan(plan({ secureTime: true }))).toEqual({ kind: 'composeFile', changes: { secure_time: true } })
})

test('new values of the environment are in the way too, although its names stay', () => {
  const environment = { added: [], replaced: ['A'], removed: [] }
  expect(planUpdate({ cvm, baseline, values: { ...baseline, secureTime: true }, environment }).inTheWay).toEqual(['envNames'])
  expect(planUpdate({ cvm, baseline, values: { ...baseline, vcpu: 7 }, environment }).inTheWay).toEqual([])
})

test('keys that a manifest lacks go on meaning what they mean to the guest, whatever the defaults of the API are', () => {
  const { public_logs: _logs, secure_time: _time, tproxy_enabled: _proxy, ...old } = stored
  expect(absentKeys(stored)).toEqual({})
  expect(absentKeys(old)).toEqual({ public_logs: false, secure_time: true, tproxy_enabled: false })
  expect(wholeManifest(old, { secure_time: false })).toMatchObject({ public_logs: false, secure_time: false, tproxy_enabled: false })
})

test('a setting that is not set, or odd, is not reported, and is sent only when somebody chooses', () => {
  const read = readBaseline(cvm, { name: 'demo', features: 'kms', secure_time: 'yes', storage_fs: null })
  expect(read).toMatchObject({ features: null, secureTime: null, storageFs: null, gatewayDomain: '' })
  expect(readBaseline(cvm, null)).toMatchObject({ features: null, secureTime: null, gatewayDomain: null })
})

test('no domain of its own is a null in the manifest', () => {
  const before = { ...sampleValues, gatewayDomain: 'apps.example.org' }
  expect(planUpdate({ cvm, baseline: before, values: { ...before, gatewayDomain: '' } }).composeFile).toEqual({
    default_gateway_domain: null,
  })
})

test.each([
  [{ features: ['kms', 'kms'] }, 'features', 'kms is listed twice.'],
  [{ features: ['kms', ''] }, 'features', 'Take empty lines away.'],
  [{ features: ['a b'] }, 'features', /^“a b” is not one word/],
  [{ gatewayDomain: 'https://a.example' }, 'gatewayDomain', /^Enter a domain/],
  [{ gatewayDomain: 'a.example' }, 'gatewayDomain', null],
] as const)('%o: %s says %s', (edits, name, problem) => {
  const values = { ...baseline, ...edits } as EditValues
  const found = fields[name].problem(values[name] as never, baseline[name] as never)
  if (problem === null) expect(found).toBeNull()
  else expect(found).toMatch(problem)
})
