import { postToNode } from './node-rpc.ts'

/**
 * Beyond what every Ethereum node offers (`eth_`, `net_`, `web3_`, `txpool_`): what scripts and tests need to play with the chain.
 * Everything else is refused. Some of it makes the node call out or touch files (`anvil_reset` with a fork, `anvil_setRpcUrl`,
 * `anvil_loadState`, `anvil_dumpState`, `debug_…`), and snapshots belong to `POST /sandbox/reset`.
 */
const cheatMethods = new Set([
  'anvil_autoImpersonateAccount',
  'anvil_dropAllTransactions',
  'anvil_dropTransaction',
  'anvil_getAutomine',
  'anvil_impersonateAccount',
  'anvil_mine',
  'anvil_nodeInfo',
  'anvil_reorg',
  'anvil_setAutomine',
  'anvil_setBalance',
  'anvil_setCode',
  'anvil_setNonce',
  'anvil_setStorageAt',
  'anvil_stopImpersonatingAccount',
  'evm_mine',
  'evm_setAutomine',
  'hardhat_impersonateAccount',
  'hardhat_stopImpersonatingAccount',
])
const ordinary = /^(eth|net|web3|txpool)_/

const isAllowed = (method: unknown) => typeof method === 'string' && (ordinary.test(method) || cheatMethods.has(method))

type RpcId = string | number | null

const refusal = (id: RpcId, code: number, message: string) => ({ jsonrpc: '2.0', id, error: { code, message } })

function refuse(request: unknown): ReturnType<typeof refusal> | null {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return refusal(null, -32600, 'Invalid request')
  const { id, method } = request as { id?: unknown; method?: unknown }
  if (isAllowed(method)) return null
  const answerTo = typeof id === 'string' || typeof id === 'number' ? id : null
  if (typeof method !== 'string') return refusal(answerTo, -32600, 'Invalid request')
  return refusal(answerTo, -32601, `The sandbox chain does not offer ${method} here`)
}

/** Answers one JSON-RPC body, object or batch. Refused requests of a batch are answered in place, the others reach the node. */
export async function forwardRpc(nodeUrl: string, body: unknown): Promise<unknown> {
  if (!Array.isArray(body)) return refuse(body) ?? postToNode(nodeUrl, body)
  if (body.length === 0) return refusal(null, -32600, 'Invalid request')
  const refusals = body.map(refuse)
  const accepted = body.filter((_, index) => refusals[index] === null)
  const answers = accepted.length > 0 ? await postToNode(nodeUrl, accepted) : []
  return [...refusals.filter((answer) => answer !== null), ...(Array.isArray(answers) ? answers : [])]
}
