import { errorAnswer, methodNotAllowed, bodyTooLarge, notFound } from './error-answer.ts'
import { readBody } from './read-body.ts'

const rpcBodyBytes = 32 * 1024
const rpcBatchSize = 20
/** Open endpoints refuse more, and no page needs more: registrations are looked for near the block where they were sent. */
const rpcLogBlocks = 10_000
const rpcTimeoutMs = 20_000

const readMethods = new Set([
  'eth_blockNumber',
  'eth_call',
  'eth_chainId',
  'eth_estimateGas',
  'eth_feeHistory',
  'eth_gasPrice',
  'eth_getBalance',
  'eth_getBlockByHash',
  'eth_getBlockByNumber',
  'eth_getCode',
  'eth_getLogs',
  'eth_getStorageAt',
  'eth_getTransactionByHash',
  'eth_getTransactionCount',
  'eth_getTransactionReceipt',
  'eth_maxPriorityFeePerGas',
  'net_version',
])

interface Call {
  jsonrpc: '2.0'
  id: string | number
  method: string
  params: unknown[]
}

/** Forwards read-only JSON-RPC calls to `rpcUrl`. Anything else is refused before the endpoint sees it. */
export async function answerChainRead(request: Request, rpcUrl: string | null): Promise<Response> {
  if (request.method !== 'POST') return methodNotAllowed('POST')
  if (rpcUrl === null) return notFound()
  const body = await readBody(request, rpcBodyBytes)
  if (body === null) return bodyTooLarge(rpcBodyBytes)

  const parsed = parseCalls(new TextDecoder().decode(body))
  if (typeof parsed === 'string') return refused(400, -32600, parsed)
  for (const call of parsed.calls) {
    if (!readMethods.has(call.method)) {
      return refused(
        403,
        -32601,
        `The gateway reads the chain and nothing else; ${call.method.slice(0, 60)} is not a read it knows.`,
        call.id,
      )
    }
    if (call.method === 'eth_getLogs') {
      const problem = await logRangeProblem(call.params[0], () => latestBlock(rpcUrl))
      if (problem) return refused(400, -32602, problem, call.id)
    }
  }

  try {
    const answer = await ask(rpcUrl, parsed.isBatch ? parsed.calls : parsed.calls[0])
    return new Response(answer.body, {
      status: answer.status,
      headers: { 'content-type': answer.headers.get('content-type') ?? 'application/json', 'cache-control': 'no-store' },
    })
  } catch {
    return refused(502, -32603, 'The RPC endpoint of this chain could not be reached.')
  }
}

function refused(status: number, code: number, message: string, id: string | number | null = null) {
  const answer = { error_code: 'GATEWAY_RPC_REFUSED', message, jsonrpc: '2.0', id, error: { code, message } }
  return errorAnswer(status, answer)
}

/** Sends on only what was understood: four fields a call. Returns what is wrong as text. */
function parseCalls(text: string): { isBatch: boolean; calls: Call[] } | string {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return 'The body is not JSON.'
  }
  const isBatch = Array.isArray(body)
  const items: unknown[] = Array.isArray(body) ? body : [body]
  if (items.length === 0 || items.length > rpcBatchSize) return `A batch holds 1 to ${rpcBatchSize} calls.`
  const calls: Call[] = []
  for (const item of items) {
    if (typeof item !== 'object' || item === null) return 'A call is an object.'
    const { id, method, params = [] } = item as Record<string, unknown>
    if (typeof id !== 'string' && typeof id !== 'number') return 'A call needs an id.'
    if (typeof method !== 'string') return 'A call needs a method.'
    if (!Array.isArray(params)) return 'The parameters of a call are an array.'
    calls.push({ jsonrpc: '2.0', id, method, params })
  }
  return { isBatch, calls }
}

const endTags = new Set([undefined, null, 'latest', 'pending', 'safe', 'finalized'])

async function logRangeProblem(filter: unknown, latest: () => Promise<number>): Promise<string | null> {
  if (typeof filter !== 'object' || filter === null) return 'eth_getLogs needs a filter.'
  const { address, blockHash, fromBlock, toBlock } = filter as Record<string, unknown>
  if (!address || (Array.isArray(address) && address.length === 0)) return 'eth_getLogs needs the address of a contract.'
  if (typeof blockHash === 'string') return null
  // One tag at both ends is one block, or nothing at all.
  if (endTags.has(fromBlock as string | undefined))
    return endTags.has(toBlock as string | undefined) ? null : 'eth_getLogs needs fromBlock before toBlock.'
  const first = blockNumber(fromBlock)
  if (first === null) return 'fromBlock is not a block number.'
  let last: number | null
  if (endTags.has(toBlock as string | undefined)) {
    try {
      last = await latest()
    } catch {
      return 'The range could not be checked: the RPC endpoint did not say which block is the latest.'
    }
  } else last = blockNumber(toBlock)
  if (last === null) return 'toBlock is not a block number.'
  return last - first > rpcLogBlocks ? `eth_getLogs spans at most ${rpcLogBlocks} blocks here; this asks for ${last - first}.` : null
}

function blockNumber(value: unknown): number | null {
  if (value === 'earliest') return 0
  return typeof value === 'string' && /^0x[0-9a-f]{1,12}$/i.test(value) ? Number(value) : null
}

async function latestBlock(rpcUrl: string): Promise<number> {
  const answer = await ask(rpcUrl, { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] })
  const number = blockNumber(((await answer.json()) as { result?: unknown }).result)
  if (number === null) throw new Error('No block number')
  return number
}

const ask = (rpcUrl: string, body: unknown) =>
  fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(rpcTimeoutMs),
  })
