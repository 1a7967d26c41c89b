import { updateCvmRequestSchema, type UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import { parseDocument, isMap } from 'yaml'
import { structured } from '../api/api-failure.ts'
import { manifestOf, withChanges, type Manifest } from './compose-storage.ts'
import { CannotOpenEnv, openEnv } from './env-recipient.ts'
import { gpuAt, images, largest } from '../seed/seed-catalogue.ts'
import { validate } from '../api/validate-request.ts'
import type { PlannedUpdate, SandboxCvm } from './world.ts'

const composeLimitBytes = 200 * 1024

/** The keys of the manifest that a PATCH may set; they are what the compose hash depends on. */
const manifestKeys = [
  'docker_compose_file',
  'pre_launch_script',
  'allowed_envs',
  'public_logs',
  'public_sysinfo',
  'public_tcbinfo',
] as const

/** Options of an apply; alone they change nothing. */
const optionKeys = new Set(['shutdown_timeout', 'allow_force_stop'])
const knownKeys = new Set(Object.keys(updateCvmRequestSchema.shape))

/**
 * Checks a PATCH body and says what it would set. Throws 422 for what is malformed and 400 for what cannot be done.
 * Absent and `null` keep what is there.
 */
export async function planUpdate(cvm: SandboxCvm, body: unknown): Promise<PlannedUpdate> {
  const request = validate(updateCvmRequestSchema, body)
  const fields = Object.keys(request).filter((key) => knownKeys.has(key) && !optionKeys.has(key))
  if (fields.length === 0) {
    throw structured(400, 'ERR-02-008', 'The request names nothing to update', {
      suggestions: ['Send at least one field; shutdown_timeout and allow_force_stop only accompany others.'],
    })
  }
  const changes: Manifest = {}
  for (const key of manifestKeys) {
    const value = request[key]
    if (value !== undefined && value !== null) changes[key] = value
  }
  checkCompose(cvm, request)
  const plan: PlannedUpdate = { operationType: 'compose_update', ...resources(cvm, request), ...image(request) }
  if (Object.keys(changes).length > 0) plan.compose = withChanges(cvm.compose, changes)
  if (request.user_config != null) plan.userConfig = request.user_config
  if (request.encrypted_env != null) plan.env = await openedEnv(cvm, request.encrypted_env)
  plan.operationType = operationType(plan)
  return plan
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

function resources(cvm: SandboxCvm, request: UpdateCvmRequest): Partial<PlannedUpdate> {
  const { vcpu, memory, disk_size: diskGb, gpus } = request
  const tooMuch = (code: string, field: string, value: number, most: number, unit: string) =>
    structured(400, code, `${field} ${value} is more than this node offers (${most} ${unit})`, { details: [{ field, value }] })
  if (vcpu != null && vcpu > largest.vcpu) throw tooMuch('ERR-02-003', 'vcpu', vcpu, largest.vcpu, 'vCPU')
  if (memory != null && memory > largest.memoryMb) throw tooMuch('ERR-02-004', 'memory', memory, largest.memoryMb, 'MB')
  if (diskGb != null && diskGb > largest.diskGb) throw tooMuch('ERR-02-002', 'disk_size', diskGb, largest.diskGb, 'GB')
  if (diskGb != null && diskGb < cvm.diskGb) {
    throw structured(400, 'ERR-02-009', `A disk cannot shrink: it has ${cvm.diskGb} GB`, {
      details: [{ field: 'disk_size', value: diskGb }],
    })
  }
  return {
    ...(vcpu != null ? { vcpu } : {}),
    ...(memory != null ? { memoryMb: memory } : {}),
    ...(diskGb != null ? { diskGb } : {}),
    ...(gpus != null ? { gpus: attachedGpus(cvm, gpus) } : {}),
  }
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

function image({ image: wanted }: UpdateCvmRequest): Partial<PlannedUpdate> {
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
async function openedEnv(cvm: SandboxCvm, encrypted: string): Promise<NonNullable<PlannedUpdate['env']>> {
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
