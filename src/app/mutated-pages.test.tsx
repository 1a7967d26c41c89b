// @vitest-environment jsdom
import fc from 'fast-check'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { mutated, mutations, type Path, placesIn } from '@/api/reading/testing/mutate.ts'
import { sandboxWithClient, type SandboxClient } from '../../sandbox/testing/api-client.ts'
import { fetchToSandbox } from '../../sandbox/testing/fetch-to-sandbox.ts'
import { fillGapsOfJsdom } from '../../sandbox/testing/page-on-sandbox.ts'
import { App } from './App.tsx'
import { router } from './router.ts'
import { currentSession, replaceSession } from './session.ts'

vi.setConfig({ testTimeout: 300_000 })

/** What the server's next answer on this route is changed to; `null`: nothing is changed, and what is answered is kept. */
let change: { route: string; where: number; mutation: (typeof mutations)[number] } | null = null
let answered: Map<string, unknown>
let told: string
let client: SandboxClient

const routeOf = (method: string, { pathname }: URL) => `${method} ${pathname.replace(/cvm_\w+|(?<=\/)[0-9a-f-]{32,}/g, '*')}`

beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 8 })
  fillGapsOfJsdom()
  const toSandbox = fetchToSandbox({ sandbox: () => client.sandbox, key: () => client.info.keys.admin, origin: location.origin })
  const config = { mode: 'sandbox', upstream: 'sandbox', worldId: client.sandbox.worldId(), chains: client.sandbox.chains() }
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, location.origin)
    if (url.pathname === '/session') return Response.json({ signedIn: true, mark: 'mark-a' })
    if (url.pathname === '/config.json') return Response.json(config)
    const asked = answered // of the page that asks, which may be gone when the answer comes
    const answer = await toSandbox(input, init)
    if (!url.pathname.startsWith('/api/') || !answer.headers.get('content-type')?.includes('json') || url.search.includes('raw=1'))
      return answer
    const body: unknown = await answer.clone().json()
    const route = routeOf(init.method ?? 'GET', url)
    asked.set(route, body)
    if (change?.route !== route || asked !== answered) return answer
    const places = placesIn(body)
    const place: Path = places[change.where % places.length]!
    told = `${change.mutation} at ${place.join('.')} of ${route}`
    return Response.json(mutated(body, place, change.mutation), { status: answer.status })
  })
})
afterAll(async () => {
  await client.stop()
  vi.unstubAllGlobals()
})
afterEach(cleanup)

/** Opens a page in a session of its own, and waits until nothing is asked any more. What a boundary had to catch is handed back. */
async function open(path: string): Promise<unknown[]> {
  const caught: unknown[] = []
  answered = new Map()
  currentSession.set(replaceSession({ isSignedIn: true }))
  window.history.pushState({}, '', path)
  render(<App />, { onCaughtError: (error) => caught.push(error) })
  await router.load()
  await waitFor(() => expect(screen.queryByRole('heading', { level: 1 })).not.toBeNull(), { timeout: 30_000 })
  // What an answer leads to may be asked a moment later, and may be a part of the page that has to load first.
  let quietLooks = 0
  await waitFor(
    () => {
      const isQuiet = currentSession.snapshot().queryClient.isFetching() === 0 && document.querySelector('[aria-busy=true]') === null
      quietLooks = isQuiet ? quietLooks + 1 : 0
      expect(quietLooks).toBeGreaterThan(3)
    },
    { timeout: 30_000, interval: 25 },
  )
  return caught
}

const tab = (name: string) => () => `/cvms/${client.info.cvms['onchainEoa']}?tab=${name}`
test.each<[name: string, path: () => string]>([
  ['the fleet', () => '/cvms'],
  ['the overview', tab('overview')],
  ['the configuration', tab('configuration')],
  ['trust', tab('trust')],
  ['operations', tab('operations')],
  ['revisions', tab('revisions')],
  ['siblings', tab('siblings')],
  ['a CVM in an operation', () => `/cvms/${client.info.cvms['busy']}`],
  ['a CVM that is off', () => `/cvms/${client.info.cvms['stopped']}`],
  ['the form', () => `/cvms/${client.info.cvms['onchainEoa']}/edit`],
])('whatever the server writes at one place, %s is shown, without a raw value', async (_, path) => {
  change = null
  expect(await open(path())).toEqual([])
  cleanup()
  // Once more, since the router comes from the page before, and that one asks as well.
  expect(await open(path())).toEqual([])
  const routes = [...answered].filter(([, body]) => placesIn(body).length > 0).map(([route]) => route)
  expect(routes.length).toBeGreaterThan(1)
  cleanup()

  const drawn = fc.tuple(fc.constantFrom(...routes), fc.nat(), fc.constantFrom(...mutations))
  let changed = 0
  for (const [route, where, mutation] of fc.sample(drawn, { numRuns: 12, seed: 20_261_126 })) {
    change = { route, where, mutation }
    told = ''
    // oxlint-disable-next-line no-await-in-loop -- one page at a time
    const caught = await open(path())
    // Of an error the page speaks itself, and only of one that the reading reports: it is no mistake of the page's.
    for (const error of caught) expect(error, told).toMatchObject({ name: 'ApiError' })
    expect(document.body.textContent, told).not.toMatch(/\bundefined\b|\bNaN\b|\[object|Invalid Date/)
    if (told !== '') changed += 1
    cleanup()
  }
  // Without one answer another may not be asked for.
  expect(changed).toBeGreaterThan(8)
})
