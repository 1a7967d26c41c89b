import type { SandboxChain } from './sandbox-chain.ts'

const failure = (status: number, code: number, message: string) =>
  Response.json({ jsonrpc: '2.0', id: null, error: { code, message } }, { status })

/** `POST /rpc/{chainId}`: what wallets and pages ask of the sandbox chain. */
export async function answerRpc(chain: SandboxChain | null, request: Request): Promise<Response> {
  const asked = new URL(request.url).pathname.slice('/rpc/'.length)
  if (request.method !== 'POST') return failure(405, -32600, 'JSON-RPC is sent with POST')
  if (!chain) return failure(503, -32603, 'The sandbox runs without a chain on this machine')
  if (asked !== String(chain.chainId)) return failure(404, -32600, 'The sandbox has no such chain')
  let body: unknown
  try {
    body = await request.json()
  } catch {
    return failure(400, -32700, 'Parse error')
  }
  return Response.json(await chain.forward(body))
}
