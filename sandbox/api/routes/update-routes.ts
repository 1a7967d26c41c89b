import { Hono } from 'hono'
import * as z from 'zod/mini'
import { cvmDetailOld, vmAnswer } from '../answers/cvm-shapes.ts'
import { apiVersion } from '../answers/api-version.ts'
import type { ApiContext } from '../api-context.ts'
import { invalid, plain, structured } from '../api-failure.ts'
import { findCvm, refuseForRental } from '../find-cvm.ts'
import { allowedEnvNames } from '../../world/planned-update.ts'
import { planUpdate } from '../../world/plan-update.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { instanceTypes } from '../../seed/seed-catalogue.ts'
import { confirmUpdate, submitUpdate } from '../../world/two-phase.ts'
import { readJsonBody, validate } from '../validate-request.ts'
import type { PlannedUpdate, SandboxCvm, User } from '../../world/world.ts'

const envsSchema = z.object({
  encrypted_env: z.string(),
  env_keys: z.optional(z.nullable(z.array(z.string()))),
  compose_hash: z.optional(z.nullable(z.string())),
  transaction_hash: z.optional(z.nullable(z.string())),
})
const resourcesSchema = z.object({
  vcpu: z.optional(z.nullable(z.int())),
  memory: z.optional(z.nullable(z.int())),
  disk_size: z.optional(z.nullable(z.int())),
  instance_type: z.optional(z.nullable(z.string())),
})
const visibilitySchema = z.object({
  public_sysinfo: z.boolean(),
  public_logs: z.boolean(),
  public_tcbinfo: z.optional(z.nullable(z.boolean())),
})
const osImageSchema = z.object({ os_image_name: z.string() })
const nameSchema = z.object({ name: z.string() })
const listedSchema = z.object({ listed: z.boolean() })
const scheduledDeleteSchema = z.object({ scheduled_delete_at: z.nullable(z.string()) })

/** Since 2026-05-22 an update that changes nothing ends as such: no operation, no restart. */
const changesNothing = (cvm: SandboxCvm, plan: PlannedUpdate) =>
  plan.compose?.hash === cvm.compose.hash && Object.keys(plan).every((key) => key === 'compose' || key === 'operationType')
const noChange = { status: 'no_change', message: 'The configuration is what the CVM already has', correlation_id: null }

const accepted = (correlationId: string, more: Record<string, unknown> = {}) => ({
  status: 'in_progress',
  message: 'CVM update initiated',
  correlation_id: correlationId,
  ...more,
})

/** Changing a CVM: the unified PATCH, and the endpoints for one thing each that the vendor's clients still use. */
export function updateRoutes(state: SandboxState) {
  const findToChange = (identifier: string, user: User) => {
    const cvm = findCvm(state.world, identifier, user)
    refuseForRental(cvm)
    return cvm
  }
  const confirmationIn = (headers: Headers) => ({
    composeHash: headers.get('x-compose-hash'),
    transactionHash: headers.get('x-transaction-hash'),
  })

  /** The second phase when the request names what was registered, else the first. Returns the correlation id. */
  async function update(
    cvm: SandboxCvm,
    by: User,
    confirmation: { composeHash: string | null; transactionHash: string | null },
    { body, preparesOnly = false }: { body: () => unknown; preparesOnly?: boolean },
  ) {
    if (confirmation.composeHash !== null || confirmation.transactionHash !== null)
      return confirmUpdate(state, { cvm, by, ...confirmation })
    return submitUpdate(state, { cvm, by, preparesOnly, plan: await planUpdate(cvm, await body()) })
  }
  const preparesOnly = (headers: Headers) => headers.get('x-prepare-only')?.toLowerCase() === 'true'

  return new Hono<ApiContext>()
    .patch('/cvms/:id{(?!instance-ids$)[^/]+}', async ({ req, var: { user }, json }) => {
      const { headers } = req.raw
      const cvm = findToChange(req.param('id'), user)
      const body = await readJsonBody(req.raw)
      const isConfirmation = confirmationIn(headers).composeHash !== null
      if (apiVersion(req.raw, state.settings).hasTextIds && !isConfirmation && changesNothing(cvm, await planUpdate(cvm, body))) {
        return json(noChange, 202)
      }
      return json(
        accepted(await update(cvm, user, confirmationIn(headers), { body: () => body, preparesOnly: preparesOnly(headers) })),
        202,
      )
    })
    .patch('/cvms/:id/docker-compose', async ({ req, var: { user }, json }) => {
      const { headers } = req.raw
      const cvm = findToChange(req.param('id'), user)
      const file = await uploadedText(req.raw)
      if (file.trim() === '') throw plain(400, 'The compose file is empty')
      const body = () => ({ docker_compose_file: file })
      return json(accepted(await update(cvm, user, confirmationIn(headers), { body, preparesOnly: preparesOnly(headers) })), 202)
    })
    .patch('/cvms/:id/pre-launch-script', async ({ req, var: { user }, json }) => {
      const { headers } = req.raw
      const cvm = findToChange(req.param('id'), user)
      const script = await uploadedText(req.raw)
      const body = () => ({ pre_launch_script: script })
      return json(accepted(await update(cvm, user, confirmationIn(headers), { body, preparesOnly: preparesOnly(headers) })), 202)
    })
    .patch('/cvms/:id/envs', async ({ req, var: { user }, json }) => {
      const cvm = findToChange(req.param('id'), user)
      const { encrypted_env, env_keys, compose_hash, transaction_hash } = validate(envsSchema, await readJsonBody(req.raw))
      const before = allowedEnvNames(cvm)
      const changesNames = env_keys != null && JSON.stringify(env_keys) !== JSON.stringify(before)
      const confirmation = { composeHash: compose_hash ?? null, transactionHash: transaction_hash ?? null }
      const body = () => ({ encrypted_env, ...(changesNames ? { allowed_envs: env_keys } : {}) })
      return json(accepted(await update(cvm, user, confirmation, { body }), { allowed_envs_changed: changesNames }), 202)
    })
    .patch('/cvms/:id/resources', async ({ req, var: { user }, json }) => {
      const cvm = findToChange(req.param('id'), user)
      const { instance_type, vcpu, memory, disk_size } = validate(resourcesSchema, await readJsonBody(req.raw))
      const type = instance_type == null ? null : instanceTypes.find(({ id, name }) => id === instance_type || name === instance_type)
      if (type === undefined) {
        throw structured(400, 'ERR-02-001', `There is no instance type ${instance_type}`, {
          details: [{ field: 'instance_type', value: instance_type }],
        })
      }
      const wanted = { vcpu: vcpu ?? type?.vcpu, memory: memory ?? type?.memoryMb, disk_size: disk_size ?? undefined }
      const body = () => Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
      return json(accepted(await update(cvm, user, noConfirmation, { body })), 202)
    })
    .patch('/cvms/:id/visibility', async ({ req, var: { user }, json }) => {
      const cvm = findToChange(req.param('id'), user)
      const body = validate(visibilitySchema, await readJsonBody(req.raw))
      await update(cvm, user, noConfirmation, { body: () => body })
      // The older shape, whatever version was asked for: this endpoint never learnt another.
      return json(cvmDetailOld(cvm, { isAdmin: user.role === 'admin' }))
    })
    .patch('/cvms/:id/os-image', async ({ req, var: { user }, json }) => {
      const cvm = findToChange(req.param('id'), user)
      const { os_image_name: image } = validate(osImageSchema, await readJsonBody(req.raw))
      return json(accepted(await update(cvm, user, noConfirmation, { body: () => ({ image }) })), 202)
    })
    .patch('/cvms/:id/name', async ({ req, var: { user } }) => {
      if (!req.param('id').startsWith('cvm_')) throw structured(404, 'ERR-03-001', 'A CVM is renamed by its id, which starts with cvm_')
      const cvm = findToChange(req.param('id'), user)
      const { name } = validate(nameSchema, await readJsonBody(req.raw))
      if (!/^[a-zA-Z](?:[a-zA-Z0-9]|-(?!-)){4,62}$/.test(name)) {
        throw invalid([
          {
            loc: ['body', 'name'],
            msg: 'Value error, a name has 5 to 63 letters, digits and single hyphens, and starts with a letter',
            type: 'value_error',
            input: name,
          },
        ])
      }
      if (state.world.cvms.some((other) => other !== cvm && other.workspace === cvm.workspace && other.name === name)) {
        throw plain(400, `A CVM named ${name} already exists in this workspace`)
      }
      cvm.name = name
      return new Response(null, { status: 204 })
    })
    .patch('/cvms/:id/listed', async ({ req, var: { user }, json }) => {
      const cvm = findToChange(req.param('id'), user)
      cvm.listed = validate(listedSchema, await readJsonBody(req.raw)).listed
      return json(vmAnswer(cvm, apiVersion(req.raw, state.settings)))
    })
    .patch('/cvms/:id/scheduled-delete', async ({ req, var: { user }, json }) => {
      const cvm = findToChange(req.param('id'), user)
      const { scheduled_delete_at: asked } = validate(scheduledDeleteSchema, await readJsonBody(req.raw))
      cvm.scheduledDeleteAt = asked === null ? null : futureTime(asked, state.clock.now())
      return json(vmAnswer(cvm, apiVersion(req.raw, state.settings)))
    })
}

const noConfirmation = { composeHash: null, transactionHash: null }

function futureTime(text: string, now: number): string {
  const at = Date.parse(text)
  const refuse = (msg: string, type: string) => invalid([{ loc: ['body', 'scheduled_delete_at'], msg, type, input: text }])
  if (Number.isNaN(at)) throw refuse('Input should be a valid datetime', 'datetime_parsing')
  if (at <= now) throw refuse('Input should be in the future', 'datetime_future')
  return new Date(at).toISOString()
}

/** Raw text, as the vendor's SDK sends it, or the `file` of a form, as its API description says. */
async function uploadedText(request: Request): Promise<string> {
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) return request.text()
  const file = (await request.formData()).get('file')
  if (file === null) throw invalid([{ loc: ['body', 'file'], msg: 'Field required', type: 'missing', input: null }])
  return typeof file === 'string' ? file : file.text()
}
