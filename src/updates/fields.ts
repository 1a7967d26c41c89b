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
  publicLogs: boolean
  publicSysinfo: boolean
  publicTcbinfo: boolean
  osImage: string | null
}

export type FieldName = keyof EditValues

/** Values an update should lead to: the changed fields only. */
export type WantedValues = Partial<EditValues>

export type FieldSection = 'resources' | 'compose' | 'script' | 'visibility' | 'osImage'

interface FieldRow<Value> {
  label: string
  section: FieldSection
  /** How the value is edited and compared on the review page. */
  kind: 'number' | 'text' | 'flag' | 'choice'
  /** The request's own name, by which a 422 finds its field. */
  wireName: keyof UpdateCvmRequest
  /** The part of the request that sets it. Called with changed values only. */
  wire: (value: NonNullable<Value>) => Partial<UpdateCvmRequest>
  /** Every change of configuration restarts the CVM. */
  restarts: boolean
  /** Part of the app-compose manifest: changing it changes the compose hash, which the contract's owner must allow. */
  changesComposeHash: boolean
  /** The present value. `manifest` is null where the API did not hand it out. */
  read: (cvm: Cvm, manifest: AppCompose | null) => Value
  /** One line for the review table; long texts are shown as a diff instead. */
  format: (value: NonNullable<Value>) => string
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

const flagText = (on: boolean) => (on ? 'Public' : 'Private')

/** The one table of updatable fields: form, diff, consequences, request and tests read it. A field without a row does not compile. */
export const fields = {
  vcpu: {
    label: 'vCPU',
    section: 'resources',
    kind: 'number',
    wireName: 'vcpu',
    wire: (vcpu) => ({ vcpu }),
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
    wire: (gb) => ({ memory: gbToMb(gb) }),
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
    wire: (disk_size) => ({ disk_size }),
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
    wire: (docker_compose_file) => ({ docker_compose_file }),
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
    wire: (pre_launch_script) => ({ pre_launch_script }),
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
    wire: (public_logs) => ({ public_logs }),
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
    wire: (public_sysinfo) => ({ public_sysinfo }),
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
    wire: (public_tcbinfo) => ({ public_tcbinfo }),
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
    wire: (image) => ({ image }),
    restarts: true,
    changesComposeHash: false,
    read: (cvm) => cvm.os.name,
    format: (name) => name,
    problem: (value, before) => (value === before || value ? null : 'Choose an OS image.'),
  },
} satisfies { [Name in FieldName]: FieldRow<EditValues[Name]> }

export const fieldNames = Object.keys(fields) as FieldName[]

/** The present values of every field. */
export const readBaseline = (cvm: Cvm, manifest: AppCompose | null): EditValues =>
  Object.fromEntries(fieldNames.map((name) => [name, fields[name].read(cvm, manifest)])) as unknown as EditValues
