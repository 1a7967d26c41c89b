import { createServer, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { NodeBindings } from '../gateway.ts'

/** What one client may take, however slow or large it is. */
export interface Limits {
  /** Of a request: the names and values of its headers together, and their number; more is a 431. */
  headerBytes: number
  headers: number
  /** From the first byte to the end of the headers, and to the end of the body; longer is a 408. */
  headersMs: number
  requestMs: number
  /** How long a connection stays open for the next request. Longer than a proxy keeps it, so that none is sent into a closing one. */
  idleMs: number
  /** How long an answer may stand still: a reader that takes nothing, a stream in which nothing happens. */
  silentMs: number
  connections: number
  /** How often the times above are looked at. */
  checkMs: number
}

export const limits: Limits = {
  headerBytes: 16 * 1024,
  headers: 200,
  headersMs: 15_000,
  requestMs: 60_000,
  idleMs: 75_000,
  silentMs: 10 * 60_000,
  connections: 4_000,
  checkMs: 2_000,
}

export interface ConsoleServer {
  server: Server
  openConnections: () => number
  /**
   * Takes nothing new, tells every client that its connection ends, and resolves when all answers under way are sent or after `graceMs`,
   * when the rest are cut.
   */
  stop(graceMs: number): Promise<void>
}

interface ServerOptions {
  fetch: (request: Request, env: NodeBindings) => Promise<Response> | Response
  hostname: string
  limits?: Limits
  /** Told of what is refused before it is a request, by the parser's word for it. */
  onRefused?: (code: string) => void
}

const refusals: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413 }

/** An HTTP server around a fetch handler that outlives slow, large and broken requests and ends gracefully. */
export function createConsoleServer({ fetch, hostname, limits: at = limits, onRefused = () => {} }: ServerOptions): ConsoleServer {
  const server = createAdaptorServer({
    fetch(request, env) {
      if (env.incoming.rawHeaders.length <= 2 * at.headers) return fetch(request, env)
      onRefused('TOO_MANY_HEADERS')
      return new Response(null, { status: 431, headers: { connection: 'close' } })
    },
    hostname,
    overrideGlobalObjects: false, // the sandbox builds requests of its own
    createServer,
    serverOptions: {
      maxHeaderSize: at.headerBytes,
      headersTimeout: at.headersMs,
      requestTimeout: at.requestMs,
      keepAliveTimeout: at.idleMs,
      connectionsCheckingInterval: at.checkMs,
    },
  }) as Server
  server.maxConnections = at.connections
  // Node would drop headers past a number without a word, and with them what tells a foreign page.
  server.maxHeadersCount = 0

  let isStopping = false
  const sockets = new Set<Socket>()
  const underWay = new Set<ServerResponse>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.prependListener('request', (_request, answer) => {
    underWay.add(answer)
    answer.once('close', () => underWay.delete(answer))
    answer.setTimeout(at.silentMs, () => answer.socket?.destroy())
    if (isStopping) answer.setHeader('connection', 'close')
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const code = error.code ?? ''
    if (code !== 'ECONNRESET') onRefused(/^[A-Z_]{1,50}$/.test(code) ? code : 'OTHER')
    const hasBegun = [...underWay].some((answer) => answer.socket === socket && answer.headersSent)
    if (!socket.writable || hasBegun) {
      socket.destroy()
      return
    }
    const status = refusals[code] ?? 400
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
  })

  return {
    server,
    openConnections: () => sockets.size,
    async stop(graceMs) {
      isStopping = true
      for (const answer of underWay) if (!answer.headersSent) answer.setHeader('connection', 'close')
      const closed = new Promise((resolve) => server.close(resolve))
      const sweep = setInterval(() => server.closeIdleConnections(), 50)
      const cut = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearInterval(sweep)
      clearTimeout(cut)
    },
  }
}

/** Answers `GET /metrics` and nothing else; it listens on a port of its own, which no page reaches. */
export function createMetricsServer(text: () => string): Server {
  return createServer({ headersTimeout: 5_000, requestTimeout: 5_000, maxHeaderSize: 8 * 1024 }, (request, answer) => {
    request.resume()
    const isAsked = (request.method === 'GET' || request.method === 'HEAD') && request.url === '/metrics'
    if (!isAsked) answer.writeHead(404, { 'content-length': '0' }).end()
    else answer.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' }).end(text())
  })
}
