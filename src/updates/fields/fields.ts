import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { composeLimitBytes, formatGb, gbToMb, utf8Bytes } from '@/domain/units.ts'

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

export type FieldSection = 'resources' | 'compose' | 'script' | 'environment' | 'visibility' | 'osImage' | 'gpus' | 'advanced'

export type FieldKind = 'number' | 'text' | 'flag' | 'choice' | 'names' | 'gpus' | 'config' | 'timeout' | 'force'

interface FieldRow<Value, SentValue> {
  label: string
  section: FieldSection
  /** How the value is edited and compared on the review page. */
  kind: FieldKind
  /** The request's own name, by which a 422 finds its field. */
  wireName: keyof UpdateCvmRequest
  /** Whether there is something to send. What an emptied input holds is not; `editProblems` says so to the person. */
  isSendable: (value: Value) => boolean
  /** The part of the request that sets it. Called with changed values only. */
  wire: (value: SentValue) => Partial<UpdateCvmRequest>
  /** What can be read back after an update: the value, how many, the parts that the node knows, or nothing. */
  readBack: 'yes' | 'count' | 'parts' | 'no'
  /** Says how one update is carried out: it goes along with a change, makes none alone, and is not compared afterwards. */
  isOption: boolean
  /** Every change of configuration restarts the CVM. */
  restarts: boolean
  /** Part of the app-compose manifest: changing it changes the compose hash, which the contract's owner must allow. */
  changesComposeHash: boolean
  /** The present value. `manifest` is null where the API did not hand it out. */
  read: (cvm: Cvm, manifest: AppCompose | null) => Value
  /** One line for the review table; long texts are shown as a diff instead. */
  format: (value: SentValue | Exclude<Value, null>) => string
  /** Why a value cannot be sent, or null. `before` is the present value. */
  problem: (value: Value, before: Value, all: EditValues) => string | null
}

const wholeNumber =
  (label: string, { min, max, unit }: { min: number; max: number; unit: string }) =>
  (value: number | null, before: number | null): string | null => {
    if (value === before) return null
    if (value === null || !Number.isFinite(value)) return `Enter ${label} as a number.`
    if (!Number.isInteger(value)) return `${label} must be a whole number.`
    if (value < min || value > max) return `${label} must be between ${min} and ${max} ${unit}.`
    return null
  }

const diskRange = wholeNumber('Disk size', { min: 1, max: 20_000, unit: 'GB' })

/** Compose file and script share one limit, so both fields carry the same message. */
const sizeProblem = (values: EditValues): string | null => {
  const bytes = utf8Bytes(values.composeYaml ?? '') + utf8Bytes(values.preLaunchScript ?? '')
  return bytes > composeLimitBytes
    ? `Compose file and script together have ${Math.ceil(bytes / 1024)} KiB; at most 200 KiB are accepted.`
    : null
}

/** `null` and NaN are what an emptied number input holds. */
const isGiven = (value: unknown) => value !== null && !Number.isNaN(value)

const gpuText = (value: number | GpuSelection): string => {
  if (typeof value === 'number') return value === 0 ? 'No GPU' : value === 1 ? '1 GPU' : `${value} GPUs`
  if (value.attachMode === 'all') return 'All GPUs of the node'
  if (value.gpus.length === 0) return 'No GPU'
  const each = value.gpus.map(({ slot, productId }) => (productId ? `${slot} (${productId})` : slot))
  return `${gpuText(value.gpus.length)}: ${each.join(', ')}`
}

function gpuProblem(value: number | GpuSelection | null): string | null {
  if (value === null || typeof value === 'number' || value.attachMode === 'all') return null
  const slots = value.gpus.map(({ slot }) => slot.trim())
  if (slots.includes('')) return 'Enter the slot of every GPU, or take its row away.'
  const twice = slots.find((slot, index) => slots.indexOf(slot) < index)
  return twice === undefined ? null : `Slot ${twice} is listed twice.`
}

const shutdownRange = { min: 10, max: 1200 }

const flagText = (on: boolean) => (on ? 'Public' : 'Private')

/** The one table of updatable fields: form, diff, consequences, request and tests read it. A field without a row does not compile. */
export const fields = {
  vcpu: {
    label: 'vCPU',
    section: 'resources',
    kind: 'number',
    wireName: 'vcpu',
    isSendable: isGiven,
    wire: (vcpu) => ({ vcpu }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: false,
    read: (cvm) => cvm.resources.vcpu,
    format: (count) => `${count} vCPU`,
    problem: wholeNumber('vCPU', { min: 1, max: 256, unit: 'vCPU' }),
  },
  memoryGb: {
    label: 'Memory',
    section: 'resources',
    kind: 'number',
    wireName: 'memory',
    isSendable: isGiven,
    wire: (gb) => ({ memory: gbToMb(gb) }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: false,
    read: (cvm) => cvm.resources.memoryGb,
    format: formatGb,
    problem: wholeNumber('Memory', { min: 1, max: 2048, unit: 'GB' }),
  },
  diskGb: {
    label: 'Disk',
    section: 'resources',
    kind: 'number',
    wireName: 'disk_size',
    isSendable: isGiven,
    wire: (disk_size) => ({ disk_size }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: false,
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
    wireName: 'docker_compose_file',
    isSendable: isGiven,
    wire: (docker_compose_file) => ({ docker_compose_file }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    read: (_cvm, manifest) => manifest?.docker_compose_file ?? null,
    format: (text) => `${text.split('\n').length} lines`,
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
    wireName: 'pre_launch_script',
    // '' clears the script; null would mean "keep" to the server (docs/assumptions.md).
    isSendable: isGiven,
    wire: (pre_launch_script) => ({ pre_launch_script }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    read: (_cvm, manifest) => (manifest ? (manifest.pre_launch_script ?? '') : null),
    format: (text) => (text === '' ? 'No script' : `${text.split('\n').length} lines`),
    problem: (value, before, all) => (value === before ? null : sizeProblem(all)),
  },
  publicLogs: {
    label: 'Logs',
    section: 'visibility',
    kind: 'flag',
    wireName: 'public_logs',
    isSendable: isGiven,
    wire: (public_logs) => ({ public_logs }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    read: (cvm, manifest) => manifest?.public_logs ?? cvm.visibility.publicLogs,
    format: flagText,
    problem: () => null,
  },
  publicSysinfo: {
    label: 'System information',
    section: 'visibility',
    kind: 'flag',
    wireName: 'public_sysinfo',
    isSendable: isGiven,
    wire: (public_sysinfo) => ({ public_sysinfo }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    read: (cvm, manifest) => manifest?.public_sysinfo ?? cvm.visibility.publicSysinfo,
    format: flagText,
    problem: () => null,
  },
  publicTcbinfo: {
    label: 'TCB information',
    section: 'visibility',
    kind: 'flag',
    wireName: 'public_tcbinfo',
    isSendable: isGiven,
    wire: (public_tcbinfo) => ({ public_tcbinfo }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    read: (cvm, manifest) => manifest?.public_tcbinfo ?? cvm.visibility.publicTcbinfo,
    format: flagText,
    problem: () => null,
  },
  osImage: {
    label: 'OS image',
    section: 'osImage',
    kind: 'choice',
    wireName: 'image',
    isSendable: isGiven,
    wire: (image) => ({ image }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: false,
    read: (cvm) => cvm.os.name,
    format: (name) => name,
    problem: (value, before) => (value === before || value ? null : 'Choose an OS image.'),
  },
  envNames: {
    label: 'Environment',
    section: 'environment',
    kind: 'names',
    // The values go along as `encrypted_env`, encrypted just before the request is sent.
    wireName: 'allowed_envs',
    isSendable: isGiven,
    wire: (allowed_envs) => ({ allowed_envs }),
    readBack: 'yes',
    isOption: false,
    restarts: true,
    changesComposeHash: true,
    read: (_cvm, manifest) => (manifest ? (manifest.allowed_envs ?? []) : null),
    format: (names) => (names.length === 1 ? '1 name' : `${names.length} names`),
    problem: () => null,
  },
  gpus: {
    label: 'GPUs',
    section: 'gpus',
    kind: 'gpus',
    wireName: 'gpus',
    // A count is what was read, never something to send: nobody named a slot.
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
    read: (cvm) => cvm.resources.gpuCount,
    format: gpuText,
    problem: gpuProblem,
  },
  userConfig: {
    label: 'User config',
    section: 'advanced',
    kind: 'config',
    wireName: 'user_config',
    isSendable: isGiven,
    wire: (user_config) => ({ user_config }),
    readBack: 'parts',
    isOption: false,
    restarts: true,
    changesComposeHash: false,
    read: () => null,
    format: (text) =>
      text === '' ? 'Empty' : `${text.split('\n').length} ${text.includes('\n') ? 'lines' : 'line'}, ${utf8Bytes(text)} bytes`,
    problem: () => null,
  },
  shutdownTimeoutSeconds: {
    label: 'Shutdown timeout',
    section: 'advanced',
    kind: 'timeout',
    wireName: 'shutdown_timeout',
    isSendable: (value) => value !== 'keep' && !Number.isNaN(value),
    wire: (shutdown_timeout) => ({ shutdown_timeout }),
    readBack: 'no',
    isOption: true,
    restarts: false,
    changesComposeHash: false,
    read: () => 'keep',
    format: (value) => (value === 'keep' ? 'As it is' : value === null ? 'No limit' : `${value} s`),
    problem: (value) => {
      if (value === null || value === 'keep') return null
      const { min, max } = shutdownRange
      return Number.isInteger(value) && value >= min && value <= max
        ? null
        : `Enter whole seconds between ${min} and ${max}, or choose another way.`
    },
  },
  allowForceStop: {
    label: 'Force stop',
    section: 'advanced',
    kind: 'force',
    wireName: 'allow_force_stop',
    isSendable: isGiven,
    wire: (allow_force_stop) => ({ allow_force_stop }),
    readBack: 'no',
    isOption: true,
    restarts: false,
    changesComposeHash: false,
    // What the API takes when nothing is said.
    read: () => false,
    format: (isAllowed) => (isAllowed ? 'Allowed' : 'Not allowed'),
    problem: () => null,
  },
} satisfies { [Name in FieldName]: FieldRow<EditValues[Name], Sent<Name>> }

export const fieldNames = Object.keys(fields) as FieldName[]

/** The present values of every field. */
export const readBaseline = (cvm: Cvm, manifest: AppCompose | null): EditValues =>
  Object.fromEntries(fieldNames.map((name) => [name, fields[name].read(cvm, manifest)])) as unknown as EditValues
