import { updateCvmRequestSchema, type UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import { parseDocument, isMap } from 'yaml'
import { invalid, structured } from '../api/api-failure.ts'
import { manifestOf, withChanges } from './compose-storage.ts'
import { CannotOpenEnv, openEnv } from './env-recipient.ts'
import { gpuAt, images, largest } from '../seed/seed-catalogue.ts'
import { validate } from '../api/validate-request.ts'
import type { PlannedUpdate, SandboxCvm } from './world.ts'

const composeLimitBytes = 200 * 1024

type Key = keyof UpdateCvmRequest

/** What a key of the request becomes: part of the manifest, an option of this apply, or something of its own. */
type Part =
  | 'manifest'
  | 'option'
  | ((cvm: SandboxCvm, request: UpdateCvmRequest) => Partial<PlannedUpdate> | Promise<Partial<PlannedUpdate>>)

/** Every key that a PATCH may hold. One that nothing is done about does not compile. */
const parts: Record<Key, Part> = {
  docker_compose_file: 'manifest',
  pre_launch_script: 'manifest',
  allowed_envs: 'manifest',
  public_logs: 'manifest',
  public_sysinfo: 'manifest',
  public_tcbinfo: 'manifest',
  // Alone they change nothing.
  shutdown_timeout: 'option',
  allow_force_stop: 'option',
  vcpu: (_cvm, { vcpu }) => (vcpu == null ? {} : { vcpu: within('ERR-02-003', 'vcpu', vcpu, largest.vcpu, 'vCPU') }),
  memory: (_cvm, { memory }) => (memory == null ? {} : { memoryMb: within('ERR-02-004', 'memory', memory, largest.memoryMb, 'MB') }),
  disk_size: disk,
  gpus: (cvm, { gpus }) => (gpus == null ? {} : { gpus: attachedGpus(cvm, gpus) }),
  image,
  user_config: (_cvm, { user_config: userConfig }) => (userConfig == null ? {} : { userConfig }),
  encrypted_env: async (cvm, { encrypted_env: encrypted }) => (encrypted == null ? {} : { env: await openedEnv(cvm, encrypted) }),
}

const keys = Object.keys(parts) as Key[]
const isOfManifest = (key: Key) => parts[key] === 'manifest'

/** Identifiers that the vendor's own clients leave in the body. They name the CVM, which the path does already. */
const identifiers = new Set(['id', 'uuid', 'app_id', 'instance_id', 'name'])

/**
 * Checks a PATCH body and says what it would set. Throws 422 for what is malformed or not known here, and 400 for what cannot be done.
 * Absent and `null` keep what is there.
 */
export async function planUpdate(cvm: SandboxCvm, body: unknown): Promise<PlannedUpdate> {
  const request = validate(updateCvmRequestSchema, body)
  refuseUnknown(body as Record<string, unknown>)
  const named = keys.filter((key) => key in request)
  if (named.every((key) => parts[key] === 'option')) {
    throw structured(400, 'ERR-02-008', 'The request names nothing to update', {
      suggestions: ['Send at least one field; shutdown_timeout and allow_force_stop only accompany others.'],
    })
  }
  checkCompose(cvm, request)
  const plan: PlannedUpdate = { operationType: 'compose_update' }
  for (const key of named) {
    const part = parts[key]
    if (typeof part === 'function') Object.assign(plan, await part(cvm, request))
  }
  // Null keeps what is there.
  const changes = named.filter(isOfManifest).flatMap((key) => (request[key] == null ? [] : [[key, request[key]] as const]))
  if (changes.length > 0) plan.compose = withChanges(cvm.compose, Object.fromEntries(changes))
  plan.operationType = operationType(plan)
  return plan
}

/** A key that would be accepted and then dropped would let a client believe that it changed something. */
function refuseUnknown(body: Record<string, unknown>) {
  const unknown = Object.keys(body).filter((key) => !(key in parts) && !identifiers.has(key))
  if (unknown.length === 0) return
  throw invalid(
    unknown.map((key) => ({ loc: ['body', key], msg: 'Extra inputs are not permitted', type: 'extra_forbidden', input: body[key] })),
  )
}

/** A file that has no services, is not YAML, or is too large together with its script is refused before any approval is asked for. */
function checkCompose(cvm: SandboxCvm, request: UpdateCvmRequest) {
  const { docker_compose_file: file, pre_launch_script: script } = request
  if (file == null && script == null) return
  if (file != null) {
    if (file.trim() === '')
      throw structured(400, 'ERR-01-002', 'A compose file is required', { details: [{ field: 'docker_compose_file' }] })
    const document = parseDocument(file)
    const problem = document.errors[0]?.message ?? (isMap(document.contents) ? null : 'The file is not a mapping')
    if (problem) {
      throw structured(400, 'ERR-01-003', 'The compose file is not valid', {
        details: [{ field: 'docker_compose_file', message: problem }],
        suggestions: ['Correct the file and send it again.'],
      })
    }
  }
  const stored = manifestOf(cvm.compose)
  const bytes = [file ?? stored.docker_compose_file, script ?? stored.pre_launch_script].reduce(
    (sum: number, text) => sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0),
    0,
  )
  if (bytes > composeLimitBytes) {
    throw structured(
      400,
      'ERR-01-003',
      `Compose file and pre-launch script have ${bytes} bytes together; the limit is ${composeLimitBytes}`,
      {
        details: [{ field: file == null ? 'pre_launch_script' : 'docker_compose_file', value: bytes }],
        suggestions: ['Move data out of the compose file.'],
      },
    )
  }
}

/** A size that the node offers. */
function within(code: string, field: string, value: number, most: number, unit: string): number {
  if (value <= most) return value
  throw structured(400, code, `${field} ${value} is more than this node offers (${most} ${unit})`, { details: [{ field, value }] })
}

function disk(cvm: SandboxCvm, { disk_size: wanted }: UpdateCvmRequest): Partial<PlannedUpdate> {
  if (wanted == null) return {}
  const diskGb = within('ERR-02-002', 'disk_size', wanted, largest.diskGb, 'GB')
  if (diskGb < cvm.diskGb) {
    throw structured(400, 'ERR-02-009', `A disk cannot shrink: it has ${cvm.diskGb} GB`, {
      details: [{ field: 'disk_size', value: diskGb }],
    })
  }
  return { diskGb }
}

function attachedGpus(cvm: SandboxCvm, wanted: NonNullable<UpdateCvmRequest['gpus']>) {
  const offered = Array.from({ length: cvm.node.gpuSlots }, (_, slot) => gpuAt(slot))
  if (wanted.attach_mode === 'all') {
    if (offered.length === 0) throw structured(400, 'ERR-02-007', `Node ${cvm.node.name} has no GPUs`, { details: [{ field: 'gpus' }] })
    return offered
  }
  return wanted.gpus.map(({ slot }) => {
    const gpu = offered.find((candidate) => candidate.slot === slot)
    if (!gpu)
      throw structured(400, 'ERR-02-006', `Node ${cvm.node.name} has no GPU at slot ${slot}`, { details: [{ field: 'gpus', value: slot }] })
    return gpu
  })
}

function image(_cvm: SandboxCvm, { image: wanted }: UpdateCvmRequest): Partial<PlannedUpdate> {
  if (wanted == null) return {}
  const found = images.find(({ name, slug }) => name === wanted || slug === wanted)
  if (!found) {
    throw structured(400, 'ERR-02-010', `The image ${wanted} is not available for this CVM`, {
      details: [{ field: 'image', value: wanted }],
      suggestions: ['Choose one of the available OS images of this CVM.'],
    })
  }
  return { image: found }
}

/** Only the CVM itself can tell that it cannot open what it was given, and it tells by not booting. */
export async function openedEnv(cvm: SandboxCvm, encrypted: string): Promise<NonNullable<PlannedUpdate['env']>> {
  try {
    return { entries: await openEnv(encrypted, cvm.kms, cvm.appId), error: null }
  } catch (error) {
    if (!(error instanceof CannotOpenEnv)) throw error
    return { entries: [], error: 'Failed to decrypt environment variables' }
  }
}

function operationType(plan: PlannedUpdate): string {
  if (plan.compose || plan.env || plan.userConfig !== undefined) return 'compose_update'
  if (plan.image) return 'os_image_update'
  const resizes = plan.vcpu !== undefined || plan.memoryMb !== undefined || plan.diskGb !== undefined || plan.gpus !== undefined
  return resizes ? 'resize' : 'compose_update'
}
