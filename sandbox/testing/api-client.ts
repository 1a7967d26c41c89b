import { startSandbox } from '../start.ts'
import type { Sandbox } from '../sandbox.ts'

export interface Answer {
  status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read whatever the wire holds
  body: any
  headers: Headers
}

interface SandboxInfo {
  keys: Record<'owner' | 'admin' | 'other', string>
  cvms: Record<string, string>
  accounts: Record<'owner' | 'stranger' | 'unfunded', { address: string; privateKey: string }>
  safeAddress: string
  kmsContractAddress: string
  worldId: string
}

/** For tests: a sandbox in process and a client for it that speaks the newer API version as the workspace's owner unless told otherwise. */
export async function sandboxWithClient(options: { fleetSize?: number; seed?: number } = {}) {
  const sandbox = await startSandbox({ origin: 'http://sandbox.test', ...options })
  const call = callerOf(sandbox)
  const readInfo = async () => (await call('GET', '/sandbox/info')).body as SandboxInfo
  const info = await readInfo()
  const api = (
    method: string,
    path: string,
    { body, key = info.keys.owner, headers = {} }: { body?: unknown; key?: string | null; headers?: Record<string, string> } = {},
  ) =>
    call(method, `/api/v1${path}`, {
      body,
      headers: { 'x-phala-version': '2026-01-21', ...(key === null ? {} : { 'x-api-key': key }), ...headers },
    })
  const rpc = async (method: string, params: unknown[] = []) =>
    (await call('POST', '/rpc/31337', { body: { jsonrpc: '2.0', id: 1, method, params } })).body as {
      result?: unknown
      error?: { message: string }
    }
  return { sandbox, call, api, rpc, info, readInfo, stop: () => sandbox.stop() }
}

export type SandboxClient = Awaited<ReturnType<typeof sandboxWithClient>>

function callerOf(sandbox: Sandbox) {
  return async (
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
    const request = new Request(`http://sandbox.test${path}`, {
      method,
      body: text,
      headers: { ...(text ? { 'content-type': 'application/json' } : {}), ...headers },
    })
    const answer = await sandbox.fetch(request)
    const received = await answer.text()
    return {
      status: answer.status,
      headers: answer.headers,
      body: answer.headers.get('content-type')?.includes('json') ? JSON.parse(received) : received,
    }
  }
}
