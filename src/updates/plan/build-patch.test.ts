import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { updateCvmRequestSchema, type UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import { mbPerGb } from '@/domain/units.ts'
import { buildPatch, changedFields, sameValue, wantedValues } from './build-patch.ts'
import { sampleValues } from '@/updates/fields/testing/edit-values.ts'
import { type EditValues, type FieldName, fieldNames, fields, type GpuSelection } from '@/updates/fields/fields.ts'

const text = fc.oneof(fc.string(), fc.constantFrom('', ' ', 'a\nb\n', 'a\r\nb\r\n', 'é', '"k": 1', 'services: {}\n'))
const selection: fc.Arbitrary<GpuSelection> = fc.record({
  attachMode: fc.constantFrom('listed' as const, 'all' as const),
  gpus: fc.array(fc.record({ slot: fc.constantFrom('0000:1a:00.0', '0000:1b:00.0'), productId: fc.constantFrom(null, '0x2335') }), {
    maxLength: 2,
  }),
})
/** What a person can make of each field. */
const arbitrary: { [Name in FieldName]: fc.Arbitrary<EditValues[Name]> } = {
  vcpu: fc.integer({ min: 1, max: 256 }),
  memoryGb: fc.integer({ min: 1, max: 2048 }),
  diskGb: fc.integer({ min: 1, max: 20_000 }),
  composeYaml: text,
  preLaunchScript: text,
  publicLogs: fc.boolean(),
  publicSysinfo: fc.boolean(),
  publicTcbinfo: fc.boolean(),
  osImage: fc.constantFrom('dstack-0.5.4', 'dstack-dev-0.5.4', 'dstack-0.5.5'),
  envNames: fc.array(fc.constantFrom('A', 'B', 'API_KEY'), { maxLength: 3 }),
  gpus: selection,
  userConfig: text,
  // `null` is a limit of its own here, and `keep` is the choice to say nothing.
  shutdownTimeoutSeconds: fc.oneof(fc.integer({ min: 10, max: 1200 }), fc.constantFrom(null, 'keep' as const)),
  allowForceStop: fc.boolean(),
}
const reported = fc.record(arbitrary) as fc.Arbitrary<EditValues>
/** As the API hands it out: anything but the flags may be missing. */
const baselineArbitrary = fc.record({
  ...arbitrary,
  vcpu: fc.option(arbitrary.vcpu),
  memoryGb: fc.option(arbitrary.memoryGb),
  diskGb: fc.option(arbitrary.diskGb),
  composeYaml: fc.option(arbitrary.composeYaml),
  preLaunchScript: fc.option(arbitrary.preLaunchScript),
  osImage: fc.option(arbitrary.osImage),
  envNames: fc.option(arbitrary.envNames),
  gpus: fc.option(fc.nat({ max: 8 })),
  userConfig: fc.constant(null),
  shutdownTimeoutSeconds: fc.constant('keep' as const),
  allowForceStop: fc.constant(false),
}) as fc.Arbitrary<EditValues>

const edit = fc.constantFrom(...fieldNames).chain((field) => arbitrary[field].map((value) => ({ field, value })))
const editSequence = fc.array(edit, { maxLength: 20 })
const edited = (baseline: EditValues, edits: { field: FieldName; value: unknown }[]) =>
  edits.reduce<EditValues>((values, { field, value }) => ({ ...values, [field]: value }), baseline)

/** What a server does with a PATCH, written from the API's description and not from the table under test. */
function applyPatch(baseline: EditValues, patch: UpdateCvmRequest): EditValues {
  const keep = <Value>(value: Value | null | undefined, old: Value | null) => (value === undefined || value === null ? old : value)
  return {
    vcpu: keep(patch.vcpu, baseline.vcpu),
    memoryGb: patch.memory == null ? baseline.memoryGb : patch.memory / mbPerGb,
    diskGb: keep(patch.disk_size, baseline.diskGb),
    composeYaml: keep(patch.docker_compose_file, baseline.composeYaml),
    preLaunchScript: keep(patch.pre_launch_script, baseline.preLaunchScript),
    publicLogs: keep(patch.public_logs, baseline.publicLogs)!,
    publicSysinfo: keep(patch.public_sysinfo, baseline.publicSysinfo)!,
    publicTcbinfo: keep(patch.public_tcbinfo, baseline.publicTcbinfo)!,
    osImage: keep(patch.image, baseline.osImage),
    envNames: keep(patch.allowed_envs, baseline.envNames),
    gpus: patch.gpus
      ? {
          attachMode: patch.gpus.attach_mode,
          gpus: patch.gpus.gpus.map(({ slot, product_id }) => ({ slot, productId: product_id ?? null })),
        }
      : baseline.gpus,
    userConfig: keep(patch.user_config, baseline.userConfig),
    // The one field where null says something and absent says nothing.
    shutdownTimeoutSeconds: patch.shutdown_timeout === undefined ? baseline.shutdownTimeoutSeconds : patch.shutdown_timeout,
    allowForceStop: patch.allow_force_stop ?? baseline.allowForceStop,
  }
}

const isNoGpu = (gpus: EditValues['gpus']) => typeof gpus === 'object' && gpus?.attachMode === 'listed' && gpus.gpus.length === 0

/** GPUs that are all attached need no list, so it is not sent. */
const asSent = (values: EditValues, baseline: EditValues): EditValues => {
  const { gpus } = values
  if (isNoGpu(gpus) && baseline.gpus === 0) return { ...values, gpus: 0 }
  return typeof gpus === 'object' && gpus?.attachMode === 'all' ? { ...values, gpus: { ...gpus, gpus: [] } } : values
}
const withoutOptions = ({ shutdownTimeoutSeconds: _seconds, allowForceStop: _isAllowed, ...values }: EditValues) => values
/** What differs, decided anew and not by the code under test. */
const differs = (field: FieldName, baseline: EditValues, values: EditValues) =>
  JSON.stringify(values[field]) !== JSON.stringify(baseline[field]) && !(field === 'gpus' && baseline.gpus === 0 && isNoGpu(values.gpus))
const options: FieldName[] = ['shutdownTimeoutSeconds', 'allowForceStop']

// Ten thousand runs each: on a busy machine that takes a while.
describe('over generated edit sequences', { timeout: 60_000 }, () => {
  test('applying the patch to the baseline gives the edited values, and the schema accepts it', () => {
    fc.assert(
      fc.property(baselineArbitrary, editSequence, (baseline, edits) => {
        const values = edited(baseline, edits)
        const patch = buildPatch(baseline, values)
        const applied = applyPatch(baseline, patch ?? {})
        expect(withoutOptions(applied)).toEqual(withoutOptions(asSent(values, baseline)))
        // Options accompany a change; without one nothing is sent, and they come to nothing.
        expect(applied).toEqual(patch ? asSent(values, baseline) : baseline)
        if (patch) expect(updateCvmRequestSchema.parse(JSON.parse(JSON.stringify(patch)))).toEqual(patch)
      }),
      { numRuns: 10_000 },
    )
  })

  test('the patch is minimal: one key per changed field, and leaving any of them out loses a change', () => {
    fc.assert(
      fc.property(baselineArbitrary, editSequence, (baseline, edits) => {
        const values = edited(baseline, edits)
        const patch = buildPatch(baseline, values) ?? {}
        const differing = fieldNames.filter((field) => differs(field, baseline, values))
        const changed = differing.some((field) => !options.includes(field)) ? differing : []
        expect(Object.keys(patch).sort()).toEqual(changed.map((field) => fields[field].wireName).sort())
        for (const key of Object.keys(patch)) {
          const { [key as keyof UpdateCvmRequest]: _, ...without } = patch
          expect(applyPatch(baseline, without)).not.toEqual(asSent(values, baseline))
        }
      }),
      { numRuns: 10_000 },
    )
  })

  test('undoing everything leaves nothing to send', () => {
    fc.assert(
      fc.property(baselineArbitrary, editSequence, (baseline, edits) => {
        const values = edited(baseline, edits)
        const undone = edits.reduce<EditValues>((now, { field }) => ({ ...now, [field]: baseline[field] }), values)
        expect(buildPatch(baseline, undone)).toBeNull()
        expect(changedFields(baseline, undone)).toEqual([])
      }),
      { numRuns: 10_000 },
    )
  })

  test('null and absent stay apart: the only null is "no limit" for the shutdown timeout, and it is there exactly when that was chosen', () => {
    fc.assert(
      fc.property(baselineArbitrary, baselineArbitrary, editSequence, (baseline, other, edits) => {
        const values = edited({ ...other, shutdownTimeoutSeconds: 'keep', allowForceStop: false }, edits)
        const patch = buildPatch(baseline, values)
        const { shutdown_timeout: seconds, ...rest } = patch ?? {}
        expect(JSON.stringify(rest)).not.toContain('null')
        expect(Object.values(patch ?? {})).not.toContain(undefined)
        if (patch) expect('shutdown_timeout' in patch).toBe(values.shutdownTimeoutSeconds !== 'keep')
        if (seconds !== undefined) expect(seconds).toBe(values.shutdownTimeoutSeconds)
      }),
      { numRuns: 10_000 },
    )
  })

  test('options make no update alone', () => {
    fc.assert(
      fc.property(baselineArbitrary, arbitrary.shutdownTimeoutSeconds, fc.boolean(), (baseline, shutdownTimeoutSeconds, allowForceStop) => {
        expect(buildPatch(baseline, { ...baseline, shutdownTimeoutSeconds, allowForceStop })).toBeNull()
      }),
      { numRuns: 10_000 },
    )
  })

  test('memory survives the way to the wire and back', () => {
    fc.assert(
      fc.property(reported, arbitrary.memoryGb, (baseline, memoryGb) => {
        const patch = buildPatch(baseline, { ...baseline, memoryGb })
        expect(applyPatch(baseline, patch ?? {}).memoryGb).toBe(memoryGb)
        if (patch) expect(Number.isInteger(patch.memory)).toBe(true)
      }),
      { numRuns: 10_000 },
    )
  })
})

const baseline = sampleValues

test('changing only vCPU sends exactly that', () => {
  expect(JSON.stringify(buildPatch(baseline, { ...baseline, vcpu: 8 }))).toBe('{"vcpu":8}')
})

test('an emptied input is nothing to send, not a zero and not a null', () => {
  expect(buildPatch(baseline, { ...baseline, vcpu: null, memoryGb: Number.NaN })).toBeNull()
})

test('no limit goes out as null, saying nothing leaves the key away', () => {
  const edits = { ...baseline, vcpu: 8 }
  expect(JSON.stringify(buildPatch(baseline, { ...edits, shutdownTimeoutSeconds: null }))).toBe('{"vcpu":8,"shutdown_timeout":null}')
  expect(JSON.stringify(buildPatch(baseline, edits))).toBe('{"vcpu":8}')
  expect(JSON.stringify(buildPatch(baseline, { ...edits, shutdownTimeoutSeconds: Number.NaN }))).toBe('{"vcpu":8}')
})

test('GPUs are sent when somebody named them, never because their number was read', () => {
  expect(buildPatch({ ...baseline, gpus: null }, { ...baseline, gpus: 2 })).toBeNull()
  const none = { attachMode: 'listed' as const, gpus: [] }
  expect(buildPatch(baseline, { ...baseline, gpus: none })).toBeNull()
  expect(buildPatch({ ...baseline, gpus: 2 }, { ...baseline, gpus: none })).toEqual({ gpus: { gpus: [], attach_mode: 'listed' } })
  const two = {
    attachMode: 'listed' as const,
    gpus: [
      { slot: ' 18:00.0 ', productId: '0x2335' },
      { slot: '2a:00.0', productId: null },
    ],
  }
  expect(buildPatch(baseline, { ...baseline, gpus: two })).toEqual({
    gpus: { gpus: [{ slot: '18:00.0', product_id: '0x2335' }, { slot: '2a:00.0' }], attach_mode: 'listed' },
  })
  expect(sameValue(two, { ...two, gpus: two.gpus.slice(0, 1) })).toBe(false)
})

test('clearing the script sends an empty text', () => {
  expect(buildPatch({ ...baseline, preLaunchScript: 'echo hi' }, baseline)).toEqual({ pre_launch_script: '' })
})

test('line ends and spaces at the end are changes, since they change the hash', () => {
  expect(changedFields(baseline, { ...baseline, composeYaml: 'services: {}\r\n' })).toEqual(['composeYaml'])
  expect(wantedValues(baseline, { ...baseline, composeYaml: 'services: {} \n' })).toEqual({ composeYaml: 'services: {} \n' })
})
