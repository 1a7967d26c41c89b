import { cleanup } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'
import { type SandboxClient, sandboxWithClient } from './api-client.ts'
import { fetchToSandbox } from './fetch-to-sandbox.ts'
import { fillGapsOfJsdom } from './page-on-sandbox.ts'

interface Through {
  method: string
  url: URL
  /** Asks the sandbox, with other headers where some are named. */
  send: (headers?: Record<string, string>) => Promise<Response>
}

interface AppBeforeSandbox {
  as?: 'owner' | 'admin'
  /** Stands between the app and the sandbox and hands the answers on, as they are or otherwise. */
  through: (request: Through) => Promise<Response>
}

/**
 * For tests of whole pages: a sandbox in this process behind the `fetch` of an app that is signed in, with what else a gateway answers. To be
 * called once at the top of a file; `client` is there from the first test on.
 */
export function appBeforeSandbox({ as = 'owner', through }: AppBeforeSandbox): { readonly client: SandboxClient } {
  const page = {} as { client: SandboxClient }
  beforeAll(async () => {
    page.client = await sandboxWithClient({ fleetSize: 8 })
    fillGapsOfJsdom()
    const { sandbox } = page.client
    const toSandbox = fetchToSandbox({ sandbox: () => sandbox, key: () => page.client.info.keys[as], origin: location.origin })
    vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
      const url = new URL(input, location.origin)
      if (url.pathname === '/session') return Response.json({ signedIn: true, mark: 'mark-a' })
      if (url.pathname === '/config.json') {
        return Response.json({ mode: 'sandbox', upstream: 'sandbox', worldId: sandbox.worldId(), chains: sandbox.chains() })
      }
      const send = (headers: Record<string, string> = {}) =>
        toSandbox(input, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), ...headers } })
      return through({ method: init.method ?? 'GET', url, send })
    })
  })
  afterAll(async () => {
    await page.client.stop()
    vi.unstubAllGlobals()
  })
  afterEach(() => {
    cleanup()
    localStorage.clear()
  })
  return page
}
