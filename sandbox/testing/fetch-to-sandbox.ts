import type { Sandbox } from '../sandbox.ts'

interface FetchToSandboxOptions {
  sandbox: () => Sandbox
  /** What the gateway would add from the session; `null` for none. Not added to requests that go without the session. */
  key: () => string | null
  /** Of the page; everything else is asked for real. */
  origin: string
  /** Told where a request went that is not for the page's own origin: the sandbox's own way to its chain. */
  onOther?: (url: URL) => void
}

const realFetch = globalThis.fetch
/** Some environments bring signals of another make, which the platform's own requests refuse. */
const PlatformSignal = new Request('http://sandbox.test').signal.constructor as typeof AbortSignal

/** For tests: the platform's `fetch` as a page behind the gateway has it, with the sandbox in this process instead of a socket. */
export function fetchToSandbox({ sandbox, key, origin, onOther }: FetchToSandboxOptions): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input, origin)
    if (url.origin !== origin) {
      onOther?.(url)
      return realFetch(input, init)
    }
    const { credentials, signal, ...rest } = init
    const ownSignal = signal instanceof PlatformSignal ? { signal } : {}
    const request = input instanceof Request ? new Request(input) : new Request(url, { ...rest, ...ownSignal })
    const apiKey = key()
    if (apiKey !== null && credentials !== 'omit') request.headers.set('X-API-Key', apiKey)
    return sandbox().fetch(request)
  }
}
