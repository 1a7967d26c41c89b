import { createTransport, type HttpTransport, RpcRequestError } from 'viem'
import { getHttpRpcClient } from 'viem/utils'

/** As many as the gateway takes in one request. */
const mostInBatch = 20
const timeoutMs = 15_000

interface RpcAnswer {
  id?: unknown
  result?: unknown
  error?: { code: number; message: string; data?: unknown }
}

interface RpcRequest {
  method: string
  params?: unknown
}

interface Gathered {
  body: RpcRequest & { id: number }
  answer: Promise<RpcAnswer>
  resolve: (answer: RpcAnswer) => void
  reject: (error: unknown) => void
}

/** What leaves with the next turn, by address: whichever part of the page asks, it is one request. */
const leaving = new Map<string, Gathered[]>()

/**
 * JSON-RPC by POST to `url`. Requests that are made in the same turn travel as one batch, as with viem's own `http`, and the same question
 * only once. No timer is waited for: a page in the background has to wait a second or a minute for one, with every single read. And a node
 * that answers a whole batch with one error has refused each of its requests, for the reason it gives.
 */
export const rpcTransport =
  (url: string): HttpTransport =>
  () =>
    createTransport(
      {
        key: 'http',
        name: 'HTTP JSON-RPC',
        type: 'http',
        retryCount: 2,
        timeout: timeoutMs,
        async request({ method, params }) {
          const { error, result } = await inBatch(url, { method, params })
          if (error) throw new RpcRequestError({ body: { method, params }, error, url })
          return result as never // whoever asks knows what the method answers
        },
      },
      { url },
    )

function inBatch(url: string, request: RpcRequest): Promise<RpcAnswer> {
  const others = leaving.get(url)
  const same = others?.find(({ body }) => body.method === request.method && JSON.stringify(body.params) === JSON.stringify(request.params))
  if (same) return same.answer
  if (others && others.length < mostInBatch) return gather(others, request)
  const batch: Gathered[] = []
  leaving.set(url, batch)
  afterThisTurn(() => {
    if (leaving.get(url) === batch) leaving.delete(url)
    void send(url, batch)
  })
  return gather(batch, request)
}

function gather(batch: Gathered[], request: RpcRequest): Promise<RpcAnswer> {
  const gathered = { body: { id: batch.length, ...request } } as Gathered
  gathered.answer = new Promise((resolve, reject) => Object.assign(gathered, { resolve, reject }))
  batch.push(gathered)
  return gathered.answer
}

async function send(url: string, batch: Gathered[]): Promise<void> {
  try {
    const answered: unknown = await getHttpRpcClient(url, { timeout: timeoutMs }).request({ body: batch.map(({ body }) => body) })
    const answers = [answered].flat().filter(isAnswer)
    const ofAll = answers.find(({ id, error }) => error && typeof id !== 'number')
    for (const { body, resolve } of batch) resolve(answers.find(({ id }) => id === body.id) ?? ofAll ?? unanswered)
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}

/** Half of one would be taken for an empty value: no code, no receipt. */
const isAnswer = (part: unknown): part is RpcAnswer =>
  typeof part === 'object' && part !== null && ('result' in part || ('error' in part && Boolean(part.error)))

const unanswered: RpcAnswer = { error: { code: -32603, message: 'The node left this request of a batch unanswered.' } }

/** After what is under way now, and before any timer. */
function afterThisTurn(run: () => void): void {
  const { port1, port2 } = new MessageChannel()
  const turn = () => {
    port1.close()
    run()
  }
  port1.addEventListener('message', turn, { once: true })
  port1.start()
  port2.postMessage(null)
}
