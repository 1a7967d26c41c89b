import type { AppCompose } from '@/api/schemas/app-compose.ts'
import * as z from 'zod/mini'
import type { Cvm } from '@/domain/cvm.ts'
import { formatGb, gbToMb } from '@/domain/units.ts'
import { lineCount, utf8Bytes } from '@/lib/text-size.ts'
import { counted } from '@/lib/counted.ts'
import { gpuProblem, shutdownProblem, sizeProblem, wholeNumber } from './field-problems.ts'
import type { FieldRow, FlagWords } from './field-row.ts'
import { flagWords } from './flag-words.ts'

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

/** The one table of updatable fields: form, diff, consequences, request and tests read it. A field without a row does not compile. */
export const fields = table({
  vcpu: {
    label: 'vCPU',
    section: 'resources',
    kind: 'number',
    unit: 'vCPU',
    stored: z.nullable(z.number()),
    wireName: 'vcpu',
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
})

/** A row as one of its kind, for what goes through the table without knowing which field it has before it. */
export const fieldRow = (name: FieldName): FieldRow<EditValues, never, never> => fields[name] as never

export const fieldNames = Object.keys(fields) as FieldName[]

/** The present values of every field. */
export const readBaseline = (cvm: Cvm, manifest: AppCompose | null): EditValues =>
  Object.fromEntries(fieldNames.map((name) => [name, fields[name].read(cvm, manifest)])) as unknown as EditValues
