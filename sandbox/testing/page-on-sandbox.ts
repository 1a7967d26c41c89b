import { cleanup } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { type SandboxClient, sandboxWithClient } from './api-client.ts'
import { fetchToSandbox } from './fetch-to-sandbox.ts'

/** What the sandbox can be told when it is reset, such as how long an update takes. */
type World = Record<string, unknown>

/**
 * For tests of screens: a sandbox in this process behind the page's `fetch`, signed in as the workspace's owner and reset before each test,
 * and a jsdom that can do without a layout. To be called once at the top of a file; `client` is there from the first test on.
 */
export function pageOnSandbox({ origin, world = {} }: { origin: string; world?: World }): { readonly client: SandboxClient } {
  const page = {} as { client: SandboxClient }
  beforeAll(async () => {
    page.client = await sandboxWithClient({ fleetSize: 8, seed: 1 })
  })
  afterAll(() => page.client.stop())
  beforeEach(async () => {
    fillGapsOfJsdom()
    await page.client.call('POST', '/sandbox/reset', { body: { fleetSize: 8, ...world } })
    page.client.info = await page.client.readInfo()
    vi.stubGlobal('fetch', fetchToSandbox({ sandbox: () => page.client.sandbox, key: () => page.client.info.keys.owner, origin }))
  })
  afterEach(() => {
    cleanup()
    localStorage.clear()
    vi.unstubAllGlobals()
  })
  return page
}

/** It has none of these, and pages ask for them. */
export function fillGapsOfJsdom() {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }))
  vi.stubGlobal('scrollTo', () => {})
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe() {}
      disconnect() {}
    },
  )
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList
}
