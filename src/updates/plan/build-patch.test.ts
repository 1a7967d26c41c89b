import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { updateCvmRequestSchema, type UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import { mbPerGb } from '@/domain/units.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { type EditValues, type FieldName, fieldNames, fields } from '@/updates/fields/fields.ts'
import { anyBaseline, anyValue, anyValues, sampleValues } from '@/updates/fields/testing/edit-values.ts'
import { changedFields, sameValue, wantedValues } from './build-patch.ts'
import { planUpdate } from './update-plan.ts'

const cvm = sampleCvm()
/** What the review page would send. */
const patchFrom = (before: EditValues, values: EditValues) => planUpdate({ cvm, baseline: before, values }).patch

/** Fields that an update of single fields can set; `whole-manifest.test.ts` has the others. */
const patched = fieldNames.filter((name) => fields[name].sentWith === 'patch')
const edit = fc.constantFrom(...patched).chain((field) => anyValue[field].map((value) => ({ field, value })))
const editSequence = fc.array(edit, { maxLength: 20 })
const edited = (baseline: EditValues, edits: { field: FieldName; value: unknown }[]) =>
  edits.reduce<EditValues>((values, { field, value }) => ({ ...values, [field]: value }), baseline)

/** What a server does with a PATCH, written from the API's description and not from the table under test. */
function applyPatch(baseline: EditValues, patch: UpdateCvmRequest): EditValues {
  const keep = <Value>(value: Value | null | undefined, old: Value | null) => (value === undefined || value === null ? old : value)
  return {
    ...baseline,
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
      fc.property(anyBaseline, editSequence, (baseline, edits) => {
        const values = edited(baseline, edits)
        const patch = patchFrom(baseline, values)
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
      fc.property(anyBaseline, editSequence, (baseline, edits) => {
        const values = edited(baseline, edits)
        const patch = patchFrom(baseline, values) ?? {}
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
      fc.property(anyBaseline, editSequence, (baseline, edits) => {
        const values = edited(baseline, edits)
        const undone = edits.reduce<EditValues>((now, { field }) => ({ ...now, [field]: baseline[field] }), values)
        expect(patchFrom(baseline, undone)).toBeNull()
        expect(changedFields(baseline, undone)).toEqual([])
      }),
      { numRuns: 10_000 },
    )
  })

  test('null and absent stay apart: the only null is "no limit" for the shutdown timeout, and it is there exactly when that was chosen', () => {
    fc.assert(
      fc.property(anyBaseline, anyBaseline, editSequence, (baseline, other, edits) => {
        const values = edited({ ...other, shutdownTimeoutSeconds: 'keep', allowForceStop: false }, edits)
        const patch = patchFrom(baseline, values)
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
      fc.property(anyBaseline, anyValue.shutdownTimeoutSeconds, fc.boolean(), (baseline, shutdownTimeoutSeconds, allowForceStop) => {
        expect(patchFrom(baseline, { ...baseline, shutdownTimeoutSeconds, allowForceStop })).toBeNull()
      }),
      { numRuns: 10_000 },
    )
  })

  test('memory survives the way to the wire and back', () => {
    fc.assert(
      fc.property(anyValues, anyValue.memoryGb, (baseline, memoryGb) => {
        const patch = patchFrom(baseline, { ...baseline, memoryGb })
        expect(applyPatch(baseline, patch ?? {}).memoryGb).toBe(memoryGb)
        if (patch) expect(Number.isInteger(patch.memory)).toBe(true)
      }),
      { numRuns: 10_000 },
    )
  })
})

const baseline = sampleValues

test('changing only vCPU sends exactly that', () => {
  expect(JSON.stringify(patchFrom(baseline, { ...baseline, vcpu: 8 }))).toBe('{"vcpu":8}')
})

test('an emptied input is nothing to send, not a zero and not a null', () => {
  expect(patchFrom(baseline, { ...baseline, vcpu: null, memoryGb: Number.NaN })).toBeNull()
})

test('no limit goes out as null, saying nothing leaves the key away', () => {
  const edits = { ...baseline, vcpu: 8 }
  expect(JSON.stringify(patchFrom(baseline, { ...edits, shutdownTimeoutSeconds: null }))).toBe('{"vcpu":8,"shutdown_timeout":null}')
  expect(JSON.stringify(patchFrom(baseline, edits))).toBe('{"vcpu":8}')
  expect(JSON.stringify(patchFrom(baseline, { ...edits, shutdownTimeoutSeconds: Number.NaN }))).toBe('{"vcpu":8}')
})

test('GPUs are sent when somebody named them, never because their number was read', () => {
  expect(patchFrom({ ...baseline, gpus: null }, { ...baseline, gpus: 2 })).toBeNull()
  const none = { attachMode: 'listed' as const, gpus: [] }
  expect(patchFrom(baseline, { ...baseline, gpus: none })).toBeNull()
  expect(patchFrom({ ...baseline, gpus: 2 }, { ...baseline, gpus: none })).toEqual({ gpus: { gpus: [], attach_mode: 'listed' } })
  const two = {
    attachMode: 'listed' as const,
    gpus: [
      { slot: ' 18:00.0 ', productId: '0x2335' },
      { slot: '2a:00.0', productId: null },
    ],
  }
  expect(patchFrom(baseline, { ...baseline, gpus: two })).toEqual({
    gpus: { gpus: [{ slot: '18:00.0', product_id: '0x2335' }, { slot: '2a:00.0' }], attach_mode: 'listed' },
  })
  expect(sameValue(two, { ...two, gpus: two.gpus.slice(0, 1) })).toBe(false)
})

test('clearing the script sends an empty text', () => {
  expect(patchFrom({ ...baseline, preLaunchScript: 'echo hi' }, baseline)).toEqual({ pre_launch_script: '' })
})

test('line ends and spaces at the end are changes, since they change the hash', () => {
  expect(changedFields(baseline, { ...baseline, composeYaml: 'services: {}\r\n' })).toEqual(['composeYaml'])
  expect(wantedValues(baseline, { ...baseline, composeYaml: 'services: {} \n' })).toEqual({ composeYaml: 'services: {} \n' })
})
