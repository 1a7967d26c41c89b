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

  function once(asked: UpstreamRequest): { sent: ClientRequest; answer: Promise<IncomingMessage> } {
    const { url, method, headers, body, signal } = asked
    const isTls = url.startsWith('https:')
    const sent = (isTls ? askHttps : askHttp)(url, {
      method,
      agent: isTls ? https : http,
      headers: body.byteLength > 0 || !mayAskTwice.has(method) ? { ...headers, 'content-length': String(body.byteLength) } : headers,
    })
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      const giveUp = () => sent.destroy(new Error('given up'))
      sent.once('response', (received) => {
        received.once('close', () => signal.removeEventListener('abort', giveUp))
        resolve(received)
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
        // The other side closed an idle connection as this went out. A read is asked again; a write may have happened, and is not.
        if (!sent.reusedSocket || !mayAskTwice.has(asked.method) || asked.signal.aborted) throw error
        return once(asked).answer
      }
    },
    close() {
      http.destroy()
      https.destroy()
    },
  }
}
