import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGateway, type GatewayOptions } from '../gateway.ts'
import { readSettings } from '../settings.ts'

export interface SeenRequest {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

/** A real HTTP server on loopback for tests of what the gateway sends on and what it makes of answers. */
export async function startTestUpstream(answer: (request: SeenRequest, response: ServerResponse) => void) {
  const seen: SeenRequest[] = []
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
      }
      seen.push(request)
      answer(request, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

/** A live gateway in this process, with every log line it writes. */
export function liveGateway(env: Record<string, string>, options: Partial<GatewayOptions> = {}) {
  const lines: string[] = []
  const settings = readSettings({ SESSION_SECRET: 'a secret of at least 32 characters', ...env })
  const gateway = createGateway({
    settings,
    assetsDir: null,
    loadSandbox: () => Promise.reject(new Error('Live mode must not load the sandbox')),
    log: (line) => lines.push(line),
    ...options,
  })
  return { gateway, settings, lines }
}

export const origin = 'http://127.0.0.1:4173'

/** A request as a page of the console sends it. */
export function ownPage(path: string, { headers, ...init }: RequestInit = {}) {
  const all = new Headers(headers)
  if (!all.has('sec-fetch-site')) all.set('sec-fetch-site', 'same-origin')
  all.set('host', '127.0.0.1:4173')
  return new Request(origin + path, { ...init, headers: all })
}

/** What a browser keeps of an answer's `Set-Cookie`, as it sends it back. */
export const cookieOf = (answer: Response) => (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''

/** The headers of a page that signed in with this answer of `POST /session`: the browser's cookie, and the mark that the page sends. */
export async function pageHeaders(signedIn: Response): Promise<{ cookie: string; 'x-console-session': string }> {
  const { mark } = (await signedIn.clone().json()) as { mark: string }
  return { cookie: cookieOf(signedIn), 'x-console-session': mark }
}

export const post = (body: unknown): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
})
