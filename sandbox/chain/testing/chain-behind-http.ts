import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ChainFacts } from '@/chain/chain-client.ts'
import type { SandboxChain } from '../sandbox-chain.ts'
import { startChain } from '../start-chain.ts'

interface RpcRequest {
  id: number
  method: string
  params?: unknown[]
}

/** Returns the error to answer with, or nothing to let the request pass. */
type RpcRule = (request: Required<RpcRequest>) => { code: number; message: string } | undefined

/**
 * For tests of code that reads a chain: a fresh chain answering at `{baseUrl}/rpc/{chainId}` whatever the id, as it does behind the gateway.
 * `refuse` may play a node with limits of its own; `requests` lists the methods asked since the start.
 */
export async function chainBehindHttp(): Promise<{
  chain: SandboxChain
  /** As `/config.json` describes it. */
  facts: ChainFacts
  baseUrl: string
  requests: string[]
  refuse: (rule: RpcRule | null) => void
  stop: () => Promise<void>
}> {
  const chain = await startChain()
  const requests: string[] = []
  let rule: RpcRule | null = null
  const answer = async (request: RpcRequest) => {
    requests.push(request.method)
    const error = rule?.({ ...request, params: request.params ?? [] }) // clients leave empty params out
    return error ? { jsonrpc: '2.0', id: request.id, error } : chain.forward(request)
  }
  const server = createServer(async (incoming, outgoing) => {
    let text = ''
    for await (const part of incoming.setEncoding('utf8')) text += String(part)
    const body = JSON.parse(text) as RpcRequest | RpcRequest[]
    const answered = /^\/rpc\/\d+$/.test(incoming.url ?? '')
      ? await (Array.isArray(body) ? Promise.all(body.map(answer)) : answer(body))
      : null
    outgoing.writeHead(answered ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answered))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    chain,
    facts: {
      id: chain.chainId,
      name: 'Sandbox chain',
      currency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      explorerUrl: null,
      walletRpcUrl: 'http://localhost:4173/rpc/31337',
    },
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    refuse: (next) => {
      rule = next
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await chain.stop()
    },
  }
}
