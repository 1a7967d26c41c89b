import fc from 'fast-check'
import type { EditValues, FieldName, GpuSelection } from '@/updates/fields/fields.ts'

/** Every field of a form with an ordinary value, for tests that change one or two of them. */
export const sampleValues: EditValues = {
  vcpu: 4,
  memoryGb: 8,
  diskGb: 60,
  composeYaml: 'services: {}\n',
  preLaunchScript: '',
  publicLogs: true,
  publicSysinfo: true,
  publicTcbinfo: true,
  osImage: 'dstack-0.5.4',
  envNames: ['API_KEY', 'LOG_LEVEL'],
  gpus: 0,
  userConfig: null,
  shutdownTimeoutSeconds: 'keep',
  allowForceStop: false,
  secureTime: false,
  noInstanceId: false,
  storageFs: 'zfs',
  gatewayEnabled: true,
  kmsEnabled: true,
  localKeyProvider: false,
  features: ['kms', 'tproxy-net'],
  gatewayDomain: '',
}

const text = fc.oneof(fc.string(), fc.constantFrom('', ' ', 'a\nb\n', 'a\r\nb\r\n', 'é', '"k": 1', 'services: {}\n'))
const selection: fc.Arbitrary<GpuSelection> = fc.record({
  attachMode: fc.constantFrom('listed' as const, 'all' as const),
  gpus: fc.array(fc.record({ slot: fc.constantFrom('0000:1a:00.0', '0000:1b:00.0'), productId: fc.constantFrom(null, '0x2335') }), {
    maxLength: 2,
  }),
})
/** What a person can make of each field. */
export const anyValue: { [Name in FieldName]: fc.Arbitrary<EditValues[Name]> } = {
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
  secureTime: fc.boolean(),
  noInstanceId: fc.boolean(),
  storageFs: fc.constantFrom('zfs', 'ext4'),
  gatewayEnabled: fc.boolean(),
  kmsEnabled: fc.boolean(),
  localKeyProvider: fc.boolean(),
  features: fc.uniqueArray(fc.constantFrom('kms', 'tproxy-net', 'tee:gpu'), { maxLength: 3 }),
  gatewayDomain: fc.constantFrom('', 'apps.example.org', 'a.example'),
}
/** Every field has a value. */
export const anyValues = fc.record(anyValue) as fc.Arbitrary<EditValues>
/** As the API hands it out: anything but the flags may be missing. */
export const anyBaseline = fc.record({
  ...anyValue,
  vcpu: fc.option(anyValue.vcpu),
  memoryGb: fc.option(anyValue.memoryGb),
  diskGb: fc.option(anyValue.diskGb),
  composeYaml: fc.option(anyValue.composeYaml),
  preLaunchScript: fc.option(anyValue.preLaunchScript),
  osImage: fc.option(anyValue.osImage),
  envNames: fc.option(anyValue.envNames),
  gpus: fc.option(fc.nat({ max: 8 })),
  userConfig: fc.constant(null),
  shutdownTimeoutSeconds: fc.constant('keep' as const),
  allowForceStop: fc.constant(false),
}) as fc.Arbitrary<EditValues>
