import type { AppCompose } from '@/api/schemas/app-compose.ts'
import * as z from 'zod/mini'
import type { Cvm } from '@/domain/cvm.ts'
import { formatGb, gbToMb } from '@/domain/units.ts'
import { lineCount, utf8Bytes } from '@/lib/text-size.ts'
import { counted } from '@/lib/counted.ts'
import { domainProblem, gpuProblem, shutdownProblem, sizeProblem, wholeNumber, wordsProblem } from './field-problems.ts'
import type { FieldRow, FlagWords } from './field-row.ts'
import { flagWords } from './flag-words.ts'
import { manifestFlagWords } from './manifest-flag-words.ts'

/** What the edit form holds. `null` = not reported by the API, so it can be set but not compared. */
export interface EditValues {
  vcpu: number | null
  memoryGb: number | null
  diskGb: number | null
  composeYaml: string | null
  preLaunchScript: string | null
  publicLogs: boolean | null
  publicSysinfo: boolean | null
  publicTcbinfo: boolean | null
  osImage: string | null
  /** Names that the CVM reads from its environment. Their values cannot be read back and are no part of this: see `environment.ts`. */
  envNames: string[] | null
  /** The API hands out how many there are; an edit says which. */
  gpus: number | GpuSelection | null
  /** Never handed out as a text, so `null` until somebody writes one. */
  userConfig: string | null
  /** Seconds; `null` = no limit, which is a value of its own and goes out as null; `keep` = not named in this update. */
  shutdownTimeoutSeconds: number | null | 'keep'
  allowForceStop: boolean
  secureTime: boolean | null
  noInstanceId: boolean | null
  storageFs: string | null
  gatewayEnabled: boolean | null
  kmsEnabled: boolean | null
  localKeyProvider: boolean | null
  features: string[] | null
  /** '' = none of its own. */
  gatewayDomain: string | null
}

/** Which GPUs a CVM gets: the listed ones, or all of its node. */
export interface GpuSelection {
  attachMode: 'listed' | 'all'
  gpus: { slot: string; productId: string | null }[]
}

export type FieldName = keyof EditValues

/** What a field sends, where that is less than what the form may hold. */
type Sent<Name extends FieldName> = Name extends 'shutdownTimeoutSeconds'
  ? number | null
  : Name extends 'gpus'
    ? GpuSelection
    : NonNullable<EditValues[Name]>

/** Values an update should lead to, and the options it goes with: the changed fields only. */
export type WantedValues = Partial<EditValues>

type Rows = { [Name in FieldName]: FieldRow<EditValues, EditValues[Name], Sent<Name>> }

/** Keeps what each row says of itself, and names here what a row lacks rather than wherever the table is used. */
function table<const Table extends Rows>(rows: Table): Table {
  return rows
}

/** `null` and NaN are what an emptied number input holds. */
const isGiven = (value: unknown) => value !== null && !Number.isNaN(value)

const gpuText = (value: number | GpuSelection): string => {
  if (typeof value === 'number') return value === 0 ? 'No GPU' : counted(value, 'GPU')
  if (value.attachMode === 'all') return 'All GPUs of the node'
  if (value.gpus.length === 0) return 'No GPU'
  const each = value.gpus.map(({ slot, productId }) => (productId ? `${slot} (${productId})` : slot))
  return `${gpuText(value.gpus.length)}: ${each.join(', ')}`
}

const diskRange = wholeNumber('Disk size', { min: 1, max: 20_000, unit: 'GB' })

const flagText =
  ({ on, off }: FlagWords) =>
  (isOn: boolean) =>
    (isOn ? on : off).replace(/^./, (first) => first.toUpperCase())

/** A flag of the manifest; `null` where it is not set, or set to anything else. */
const flagIn = (manifest: AppCompose | null, key: string) => (typeof manifest?.[key] === 'boolean' ? manifest[key] : null)

const storageChoices = ['zfs', 'ext4'].map((value) => ({
  value,
  label: value,
  hint: 'What becomes of a disk that was made with the other one is not documented: have a copy of what is on it.',
}))

/** The one table of updatable fields: form, diff, consequences, request and tests read it. A field without a row does not compile. */
export const fields = table({
  vcpu: {
    label: 'vCPU',
    section: 'resources',
    kind: 'number',
    unit: 'vCPU',
    stored: z.nullable(z.number()),
    wireName: 'vcpu',
    sentWith: 'patch',
    isSendable: isGiven,
    wire: (vcpu) => ({ vcpu }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: false,
    operation: 'resize',
    read: (cvm) => cvm.resources.vcpu,
    format: (count) => `${count} vCPU`,
    problem: wholeNumber('vCPU', { min: 1, max: 256, unit: 'vCPU' }),
  },
  memoryGb: {
    label: 'Memory',
    section: 'resources',
    kind: 'number',
    unit: 'GB',
    stored: z.nullable(z.number()),
    wireName: 'memory',
    sentWith: 'patch',
    isSendable: isGiven,
    wire: (gb) => ({ memory: gbToMb(gb) }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: false,
    operation: 'resize',
    read: (cvm) => cvm.resources.memoryGb,
    format: formatGb,
    problem: wholeNumber('Memory', { min: 1, max: 2048, unit: 'GB' }),
  },
  diskGb: {
    label: 'Disk',
    section: 'resources',
    kind: 'number',
    unit: 'GB',
    stored: z.nullable(z.number()),
    wireName: 'disk_size',
    sentWith: 'patch',
    isSendable: isGiven,
    wire: (disk_size) => ({ disk_size }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: false,
    operation: 'resize',
    read: (cvm) => cvm.resources.diskGb,
    format: formatGb,
    problem: (value, before) =>
      diskRange(value, before) ??
      (value !== null && before !== null && value < before ? `A disk can grow but not shrink; it has ${formatGb(before)}.` : null),
  },
  composeYaml: {
    label: 'Compose file',
    section: 'compose',
    kind: 'text',
    language: 'yaml',
    fileName: 'docker-compose.yml',
    lines: 22,
    stored: z.nullable(z.string()),
    wireName: 'docker_compose_file',
    sentWith: 'patch',
    isSendable: isGiven,
    wire: (docker_compose_file) => ({ docker_compose_file }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (_cvm, manifest) => manifest?.docker_compose_file ?? null,
    format: (text) => counted(lineCount(text), 'line'),
    problem: (value, before, all) => {
      if (value === before) return null
      if (!value?.trim()) return 'The compose file must not be empty.'
      return sizeProblem(all)
    },
  },
  preLaunchScript: {
    label: 'Pre-launch script',
    section: 'script',
    kind: 'text',
    language: 'shell',
    fileName: 'pre-launch.sh',
    lines: 8,
    stored: z.nullable(z.string()),
    wireName: 'pre_launch_script',
    // '' clears the script; null would mean "keep" to the server (docs/assumptions.md).
    sentWith: 'patch',
    isSendable: isGiven,
    wire: (pre_launch_script) => ({ pre_launch_script }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (_cvm, manifest) => (manifest ? (manifest.pre_launch_script ?? '') : null),
    format: (text) => (text === '' ? 'No script' : counted(lineCount(text), 'line')),
    problem: (value, before, all) => (value === before ? null : sizeProblem(all)),
  },
  publicLogs: {
    label: 'Logs',
    section: 'visibility',
    kind: 'flag',
    words: flagWords.publicLogs,
    stored: z.nullable(z.boolean()),
    wireName: 'public_logs',
    sentWith: 'patch',
    isSendable: isGiven,
    wire: (public_logs) => ({ public_logs }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (cvm, manifest) => manifest?.public_logs ?? cvm.visibility.publicLogs,
    format: flagText(flagWords.publicLogs),
    problem: () => null,
  },
  publicSysinfo: {
    label: 'System information',
    section: 'visibility',
    kind: 'flag',
    words: flagWords.publicSysinfo,
    stored: z.nullable(z.boolean()),
    wireName: 'public_sysinfo',
    sentWith: 'patch',
    isSendable: isGiven,
    wire: (public_sysinfo) => ({ public_sysinfo }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (cvm, manifest) => manifest?.public_sysinfo ?? cvm.visibility.publicSysinfo,
    format: flagText(flagWords.publicSysinfo),
    problem: () => null,
  },
  publicTcbinfo: {
    label: 'TCB information',
    section: 'visibility',
    kind: 'flag',
    words: flagWords.publicTcbinfo,
    stored: z.nullable(z.boolean()),
    wireName: 'public_tcbinfo',
    sentWith: 'patch',
    isSendable: isGiven,
    wire: (public_tcbinfo) => ({ public_tcbinfo }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (cvm, manifest) => manifest?.public_tcbinfo ?? cvm.visibility.publicTcbinfo,
    format: flagText(flagWords.publicTcbinfo),
    problem: () => null,
  },
  osImage: {
    label: 'OS image',
    section: 'osImage',
    kind: 'osImage',
    stored: z.nullable(z.string()),
    wireName: 'image',
    sentWith: 'patch',
    isSendable: isGiven,
    wire: (image) => ({ image }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: false,
    operation: 'os_image_update',
    read: (cvm) => cvm.os.name,
    format: (name) => name,
    problem: (value, before) => (value === before || value ? null : 'Choose an OS image.'),
  },
  envNames: {
    label: 'Environment',
    section: 'environment',
    kind: 'names',
    stored: z.nullable(z.array(z.string())),
    // The values go along as `encrypted_env`, encrypted just before the request is sent.
    wireName: 'allowed_envs',
    sentWith: 'patch',
    isSendable: isGiven,
    wire: (allowed_envs) => ({ allowed_envs }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (_cvm, manifest) => (manifest ? (manifest.allowed_envs ?? []) : null),
    format: (names) => (names.length === 1 ? '1 name' : `${names.length} names`),
    problem: () => null,
  },
  gpus: {
    label: 'GPUs',
    section: 'gpus',
    kind: 'gpus',
    stored: z.nullable(
      z.union([
        z.number(),
        z.object({
          attachMode: z.enum(['listed', 'all']),
          gpus: z.array(z.object({ slot: z.string(), productId: z.nullable(z.string()) })),
        }),
      ]),
    ),
    wireName: 'gpus',
    // A count is what was read, never something to send: nobody named a slot.
    sentWith: 'patch',
    isSendable: (value) => typeof value === 'object' && value !== null,
    wire: ({ attachMode, gpus }) => ({
      gpus: {
        gpus:
          attachMode === 'all'
            ? []
            : gpus.map(({ slot, productId }) => ({ slot: slot.trim(), ...(productId ? { product_id: productId } : {}) })),
        attach_mode: attachMode,
      },
    }),
    readBack: 'count',
    isOption: false,
    restarts: true,
    changesComposeHash: false,
    operation: 'resize',
    read: (cvm) => cvm.resources.gpuCount,
    format: gpuText,
    problem: gpuProblem,
  },
  userConfig: {
    label: 'User config',
    section: 'advanced',
    kind: 'config',
    stored: z.nullable(z.string()),
    wireName: 'user_config',
    sentWith: 'patch',
    isSendable: isGiven,
    wire: (user_config) => ({ user_config }),
    readBack: 'parts',
    isOption: false,
    restarts: true,
    changesComposeHash: false,
    operation: 'compose_update',
    read: () => null,
    format: (text) => (text === '' ? 'Empty' : `${lineCount(text)} ${text.includes('\n') ? 'lines' : 'line'}, ${utf8Bytes(text)} bytes`),
    problem: () => null,
  },
  shutdownTimeoutSeconds: {
    label: 'Shutdown timeout',
    section: 'advanced',
    kind: 'timeout',
    stored: z.nullable(z.union([z.number(), z.literal('keep')])),
    wireName: 'shutdown_timeout',
    sentWith: 'patch',
    isSendable: (value) => value !== 'keep' && !Number.isNaN(value),
    wire: (shutdown_timeout) => ({ shutdown_timeout }),
    readBack: 'no',
    isOption: true,
    restarts: false,
    changesComposeHash: false,
    operation: 'resize',
    read: () => 'keep',
    format: (value) => (value === 'keep' ? 'As it is' : value === null ? 'No limit' : `${value} s`),
    problem: shutdownProblem,
  },
  allowForceStop: {
    label: 'Force stop',
    section: 'advanced',
    kind: 'flag',
    words: flagWords.forceStop,
    stored: z.boolean(),
    wireName: 'allow_force_stop',
    sentWith: 'patch',
    isSendable: isGiven,
    wire: (allow_force_stop) => ({ allow_force_stop }),
    readBack: 'no',
    isOption: true,
    restarts: false,
    changesComposeHash: false,
    operation: 'resize',
    // What the API takes when nothing is said.
    read: () => false,
    format: flagText(flagWords.forceStop),
    problem: () => null,
  },
  secureTime: {
    label: 'Secure time',
    section: 'appCompose',
    kind: 'flag',
    words: manifestFlagWords.secureTime,
    stored: z.nullable(z.boolean()),
    wireName: 'secure_time',
    sentWith: 'manifest',
    isSendable: isGiven,
    wire: (secure_time) => ({ secure_time }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (_cvm, manifest) => flagIn(manifest, 'secure_time'),
    format: flagText(manifestFlagWords.secureTime),
    problem: () => null,
  },
  noInstanceId: {
    label: 'No-instance-id mode',
    section: 'appCompose',
    kind: 'flag',
    words: manifestFlagWords.noInstanceId,
    stored: z.nullable(z.boolean()),
    wireName: 'no_instance_id',
    sentWith: 'manifest',
    isSendable: isGiven,
    wire: (no_instance_id) => ({ no_instance_id }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (_cvm, manifest) => flagIn(manifest, 'no_instance_id'),
    format: flagText(manifestFlagWords.noInstanceId),
    problem: () => null,
  },
  storageFs: {
    label: 'File system of the disk',
    section: 'appCompose',
    kind: 'choice',
    choices: storageChoices,
    stored: z.nullable(z.string()),
    wireName: 'storage_fs',
    sentWith: 'manifest',
    isSendable: (value) => value === 'zfs' || value === 'ext4',
    wire: (storage_fs) => ({ storage_fs: storage_fs as 'zfs' | 'ext4' }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (_cvm, manifest) => (typeof manifest?.['storage_fs'] === 'string' ? manifest['storage_fs'] : null),
    format: (value) => value,
    problem: () => null,
  },
  gatewayEnabled: {
    label: 'Gateway',
    section: 'appCompose',
    kind: 'flag',
    words: manifestFlagWords.gatewayEnabled,
    stored: z.nullable(z.boolean()),
    wireName: 'gateway_enabled',
    sentWith: 'manifest',
    isSendable: isGiven,
    wire: (gateway_enabled) => ({ gateway_enabled }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (_cvm, manifest) => flagIn(manifest, 'gateway_enabled'),
    format: flagText(manifestFlagWords.gatewayEnabled),
    problem: () => null,
  },
  kmsEnabled: {
    label: 'KMS',
    section: 'appCompose',
    kind: 'flag',
    words: manifestFlagWords.kmsEnabled,
    stored: z.nullable(z.boolean()),
    wireName: 'kms_enabled',
    sentWith: 'manifest',
    isSendable: isGiven,
    wire: (kms_enabled) => ({ kms_enabled }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (_cvm, manifest) => flagIn(manifest, 'kms_enabled'),
    format: flagText(manifestFlagWords.kmsEnabled),
    problem: () => null,
  },
  localKeyProvider: {
    label: 'Local key provider',
    section: 'appCompose',
    kind: 'flag',
    words: manifestFlagWords.localKeyProvider,
    stored: z.nullable(z.boolean()),
    wireName: 'local_key_provider_enabled',
    sentWith: 'manifest',
    isSendable: isGiven,
    wire: (local_key_provider_enabled) => ({ local_key_provider_enabled }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (_cvm, manifest) => flagIn(manifest, 'local_key_provider_enabled'),
    format: flagText(manifestFlagWords.localKeyProvider),
    problem: () => null,
  },
  gatewayDomain: {
    label: 'Default gateway domain',
    section: 'appCompose',
    kind: 'line',
    placeholder: 'apps.example.org',
    hint: 'What the CVM is told its gateway is called. Empty: what the platform decides.',
    stored: z.nullable(z.string()),
    wireName: 'default_gateway_domain',
    sentWith: 'manifest',
    isSendable: isGiven,
    // Here null is a value: the key stays, and names none.
    wire: (domain) => ({ default_gateway_domain: domain === '' ? null : domain }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (_cvm, manifest) => {
      const domain = manifest?.['default_gateway_domain'] ?? (manifest ? '' : null)
      return typeof domain === 'string' ? domain : null
    },
    format: (domain) => domain || 'none of its own',
    problem: domainProblem,
  },
  features: {
    label: 'Features',
    section: 'appCompose',
    kind: 'words',
    placeholder: 'kms',
    hint: 'One on each line. What a name means is decided by the OS image; newer ones read the settings above instead.',
    stored: z.nullable(z.array(z.string())),
    wireName: 'features',
    sentWith: 'manifest',
    isSendable: isGiven,
    wire: (features) => ({ features }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    operation: 'compose_update',
    read: (_cvm, manifest) => {
      const features = manifest?.['features']
      return Array.isArray(features) && features.every((one) => typeof one === 'string') ? features : null
    },
    format: (features) => features.join(', ') || 'none',
    problem: wordsProblem,
  },
})

/** A row as one of its kind, for what goes through the table without knowing which field it has before it. */
export const fieldRow = (name: FieldName): FieldRow<EditValues, never, never> => fields[name] as never

export const fieldNames = Object.keys(fields) as FieldName[]

/** The present values of every field. */
export const readBaseline = (cvm: Cvm, manifest: AppCompose | null): EditValues =>
  Object.fromEntries(fieldNames.map((name) => [name, fields[name].read(cvm, manifest)])) as unknown as EditValues
