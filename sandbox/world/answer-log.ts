import type { SandboxState } from '../sandbox-state.ts'
import { manifestOf } from './compose-storage.ts'
import { containersOf, type SandboxContainer } from './containers.ts'
import { containerLog, newestLine, serialLog } from './log-lines.ts'
import type { SandboxCvm } from './world.ts'

const text = (body: string | ReadableStream<Uint8Array>, status = 200) =>
  new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })

/** What the host of a CVM answers for its logs: `/logs/serial`, or `/logs/` and a container's name, with `tail`, `timestamps`, `follow`. */
export function answerLog(state: SandboxState, request: Request): Response {
  const url = new URL(request.url)
  const appId = /^([0-9a-f]{40})-8090\./.exec(url.hostname)?.[1]
  const cvm = state.world.cvms.find((one) => one.appId === appId)
  if (!cvm || !url.pathname.startsWith('/logs/')) return text('not found\n', 404)
  if (manifestOf(cvm.compose).public_logs !== true) return text('logs of this app are not public\n', 403)
  const source = decodeURIComponent(url.pathname.slice('/logs/'.length))
  if (source === 'serial') return text(serialLog(cvm.name, cvm.bootError))
  if (cvm.status !== 'running' || cvm.startedAt === null) return text('no route to the CVM\n', 502)
  const container = containersOf(cvm).find(({ name }) => name === source)
  if (!container) return text('no such container\n', 404)
  if (container.keepsNoLogs) return text('configured logging driver does not support reading\n', 500)

  const withTimes = url.searchParams.has('timestamps')
  const asked = url.searchParams.get('tail')
  const tail = asked === null || asked === 'all' ? Infinity : Math.max(0, Number(asked) || 0)
  const first = containerLog(container, { startedAt: cvm.startedAt, now: state.clock.now(), tail, withTimes })
  return text(url.searchParams.has('follow') ? talking(state, cvm, container, { first, withTimes }) : first)
}

const paceMs = 1_000

/** Goes on for as long as the container runs and somebody listens. */
function talking(
  state: SandboxState,
  cvm: SandboxCvm,
  container: SandboxContainer,
  { first, withTimes }: { first: string; withTimes: boolean },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const startedAt = cvm.startedAt
  let timer: ReturnType<typeof setInterval> | undefined
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(first))
      timer = setInterval(() => {
        if (cvm.startedAt !== startedAt || state.world.byId.get(cvm.id) !== cvm) {
          clearInterval(timer)
          return controller.close()
        }
        controller.enqueue(encoder.encode(newestLine(container, state.clock.now(), withTimes)))
      }, paceMs)
      timer.unref()
    },
    cancel: () => clearInterval(timer),
  })
}
