import { Agent as HttpAgent, request as askHttp, type ClientRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as askHttps } from 'node:https'

export interface UpstreamRequest {
  url: string
  method: string
  headers: Record<string, string>
  body: Uint8Array
  /** Gives the request up, and with it an answer that is still being read. */
  signal: AbortSignal
}

/** Connections to upstreams, kept open and used again: to make one costs more than most answers take. */
export interface UpstreamConnections {
  /** Resolves with the answer's head, before its body. Rejects where there is none; a redirect is an answer like any other. */
  ask(request: UpstreamRequest): Promise<IncomingMessage>
  /** Ends connections that nothing is asked on. */
  close(): void
}

/** Shorter than servers keep an idle connection (5 s at the least), so that a request seldom meets one that is just being closed. */
const idleMs = 4_000

const mayAskTwice = new Set(['GET', 'HEAD'])

export function createUpstreamConnections(): UpstreamConnections {
  const options = { keepAlive: true, maxFreeSockets: 64, scheduling: 'lifo', timeout: idleMs } as const
  const http = new HttpAgent(options)
  const https = new HttpsAgent(options)

  /** @param onOwn on a connection that is made for this request, instead of one that was kept open */
  function once(asked: UpstreamRequest, onOwn = false): { sent: ClientRequest; answer: Promise<IncomingMessage> } {
    const { url, method, headers, body, signal } = asked
    const isTls = url.startsWith('https:')
    const kept = isTls ? https : http
    const sent = (isTls ? askHttps : askHttp)(url, {
      method,
      agent: onOwn ? false : kept,
      headers: body.byteLength > 0 || !mayAskTwice.has(method) ? { ...headers, 'content-length': String(body.byteLength) } : headers,
    })
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      let received: IncomingMessage | null = null
      // Of an answer that is here as a whole and only waits to be read, Node would throw the rest away and call that its end.
      const giveUp = () => received?.complete || sent.destroy(new Error('given up'))
      sent.once('response', (begun) => {
        received = begun
        begun.once('close', () => signal.removeEventListener('abort', giveUp))
        resolve(begun)
      })
      sent.once('error', (error) => {
        signal.removeEventListener('abort', giveUp)
        reject(error)
      })
      if (signal.aborted) giveUp()
      else signal.addEventListener('abort', giveUp)
    })
    sent.end(body.byteLength > 0 ? body : undefined)
    return { sent, answer }
  }

  return {
    async ask(asked) {
      const { sent, answer } = once(asked)
      try {
        return await answer
      } catch (error) {
        // The other side closed an idle connection as this went out. A read is asked again, on a connection of its own, for the others that
        // were kept open may be closed as well; a write may have happened, and is not.
        if (!sent.reusedSocket || !mayAskTwice.has(asked.method) || asked.signal.aborted) throw error
        return once(asked, true).answer
      }
    },
    close() {
      http.destroy()
      https.destroy()
    },
  }
}
