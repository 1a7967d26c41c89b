import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { updateCvmRequestSchema, type UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import { mbPerGb } from '@/domain/units.ts'
import { buildPatch, changedFields, wantedValues } from './build-patch.ts'
import { type EditValues, type FieldName, fieldNames, fields } from './fields.ts'

const text = fc.oneof(fc.string(), fc.constantFrom('', ' ', 'a\nb\n', 'a\r\nb\r\n', 'é', '"k": 1', 'services: {}\n'))
const arbitrary: { [Name in FieldName]: fc.Arbitrary<NonNullable<EditValues[Name]>> } = {
  vcpu: fc.integer({ min: 1, max: 256 }),
  memoryGb: fc.integer({ min: 1, max: 2048 }),
  diskGb: fc.integer({ min: 1, max: 20_000 }),
  composeYaml: text,
  preLaunchScript: text,
  publicLogs: fc.boolean(),
  publicSysinfo: fc.boolean(),
  publicTcbinfo: fc.boolean(),
  osImage: fc.constantFrom('dstack-0.5.4', 'dstack-dev-0.5.4', 'dstack-0.5.5'),
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
  }
}

describe('over generated edit sequences', () => {
  test('applying the patch to the baseline gives the edited values, and the schema accepts it', () => {
    fc.assert(
      fc.property(baselineArbitrary, editSequence, (baseline, edits) => {
        const values = edited(baseline, edits)
        const patch = buildPatch(baseline, values)
        expect(applyPatch(baseline, patch ?? {})).toEqual(values)
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
        const changed = fieldNames.filter((field) => values[field] !== baseline[field])
        expect(Object.keys(patch).sort()).toEqual(changed.map((field) => fields[field].wireName).sort())
        for (const key of Object.keys(patch)) {
          const { [key as keyof UpdateCvmRequest]: _, ...without } = patch
          expect(applyPatch(baseline, without)).not.toEqual(values)
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

  test('null and absent stay apart: no patch holds a null or an undefined', () => {
    fc.assert(
      fc.property(baselineArbitrary, baselineArbitrary, (baseline, values) => {
        const patch = buildPatch(baseline, values)
        expect(Object.values(patch ?? {})).not.toContain(null)
        expect(Object.values(patch ?? {})).not.toContain(undefined)
        expect(JSON.stringify(patch ?? {})).not.toContain('null')
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

const baseline: EditValues = {
  vcpu: 4,
  memoryGb: 8,
  diskGb: 60,
  composeYaml: 'services: {}\n',
  preLaunchScript: '',
  publicLogs: true,
  publicSysinfo: true,
  publicTcbinfo: true,
  osImage: 'dstack-0.5.4',
}

test('changing only vCPU sends exactly that', () => {
  expect(JSON.stringify(buildPatch(baseline, { ...baseline, vcpu: 8 }))).toBe('{"vcpu":8}')
})

test('an emptied input is nothing to send, not a zero and not a null', () => {
  expect(buildPatch(baseline, { ...baseline, vcpu: null, memoryGb: Number.NaN })).toBeNull()
})

test('clearing the script sends an empty text', () => {
  expect(buildPatch({ ...baseline, preLaunchScript: 'echo hi' }, baseline)).toEqual({ pre_launch_script: '' })
})

test('line ends and spaces at the end are changes, since they change the hash', () => {
  expect(changedFields(baseline, { ...baseline, composeYaml: 'services: {}\r\n' })).toEqual(['composeYaml'])
  expect(wantedValues(baseline, { ...baseline, composeYaml: 'services: {} \n' })).toEqual({ composeYaml: 'services: {} \n' })
})
