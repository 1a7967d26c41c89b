import { statusBatchRequestSchema } from '@/api/schemas/cvm-status.ts'
import { Hono } from 'hono'
import { apiVersion } from '../answers/api-version.ts'
import { cvmState, cvmStatus } from '../answers/cvm-shapes.ts'
import type { ApiContext } from '../api-context.ts'
import { plain } from '../api-failure.ts'
import { findCvm } from '../find-cvm.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { queryNumber, readJsonBody, validate } from '../validate-request.ts'
import type { SandboxCvm, User } from '../../world/world.ts'

const streamsPerUser = 5

/** What a CVM does now: asked once, for many, or watched until it reaches a status. */
export function stateRoutes(state: SandboxState) {
  return new Hono<ApiContext>()
    .get('/cvms/:id/state', ({ req, var: { user }, json }) => {
      const cvm = findCvm(state.world, req.param('id'), user)
      const target = req.query('target')
      if (!target) return json(cvmState(cvm, state.clock.now()))
      const interval = queryNumber(req.raw, 'interval', { least: 5, most: 30, otherwise: 5 })
      const timeout = queryNumber(req.raw, 'timeout', { least: 10, most: 600, otherwise: 300 })
      return watch(state, { cvm, user, target, interval, timeout, signal: req.raw.signal })
    })
    .post('/status/batch', async ({ req, var: { user }, json }) => {
      const { vm_uuids: asked } = validate(statusBatchRequestSchema, await readJsonBody(req.raw))
      const now = state.clock.now()
      const version = apiVersion(req.raw, state.settings)
      const found = asked.flatMap((uuid) => {
        const cvm = state.world.byUuid.get(uuid.replaceAll('-', '').toLowerCase())
        const isOurs = cvm && (cvm.workspace === user.workspace || user.role === 'admin')
        return isOurs ? [[uuid, { ...cvmStatus(cvm, now, version), vm_uuid: uuid }] as const] : []
      })
      return json(Object.fromEntries(found))
    })
}

/** Server-sent events: `state` at every interval, then `complete` or `timeout`. Intervals follow the sandbox's clock. */
function watch(
  state: SandboxState,
  {
    cvm,
    user,
    target,
    interval,
    timeout,
    signal,
  }: { cvm: SandboxCvm; user: User; target: string; interval: number; timeout: number; signal: AbortSignal },
): Response {
  const open = state.streams.get(user.number) ?? 0
  if (open >= streamsPerUser) throw plain(429, `At most ${streamsPerUser} state streams may be open at once`)
  state.streams.set(user.number, open + 1)

  const { clock } = state
  const encoder = new TextEncoder()
  const startedAt = clock.now()
  let cancelNext = () => {}
  let isOpen = true
  const leave = () => {
    if (!isOpen) return
    isOpen = false
    cancelNext()
    state.streams.set(user.number, (state.streams.get(user.number) ?? 1) - 1)
  }
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (event: string, data: unknown) =>
        controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
      const end = (event: string, data: unknown) => {
        send(event, data)
        leave()
        controller.close()
      }
      const look = () => {
        if (!isOpen) return
        const elapsed = Math.round((clock.now() - startedAt) / 1000)
        send('state', cvmState(cvm, clock.now()))
        if (cvm.status === target) end('complete', { status: cvm.status, elapsed, target })
        else if (elapsed >= timeout) end('timeout', { error: `The CVM did not become ${target} within ${timeout} s`, elapsed, target })
        else cancelNext = clock.after(Math.min(interval, timeout - elapsed), look)
      }
      signal.addEventListener('abort', () => {
        if (!isOpen) return
        leave()
        controller.close()
      })
      look()
    },
    cancel: leave,
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' } })
}
