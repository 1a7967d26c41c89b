// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, configure, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { logBytes } from '@/api/logs/log-bytes.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { LogReader } from './LogReader.tsx'
import { LogsTab } from './LogsTab.tsx'

configure({ asyncUtilTimeout: 10_000 })

/** Each log that was asked for, to hand it out bit by bit. */
const logs: { path: string; say: (text: string) => void; end: () => void }[] = []
let containers: () => Response

beforeEach(() => {
  logs.length = 0
  containers = () => new Response('', { status: 500 })
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  ) // jsdom has none
  vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
    const path = String(input instanceof Request ? input.url : input)
    if (!path.includes('/logs/')) return containers()
    let controller!: ReadableStreamDefaultController<Uint8Array>
    const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) })
    logs.push({ path, say: (text) => controller.enqueue(new TextEncoder().encode(text)), end: () => controller.close() })
    return new Response(body, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const open = (canFollow = true) =>
  render(<LogReader cvmId="cvm_a1" logId={canFollow ? 'c1' : 'serial'} name="api" address={null} canFollow={canFollow} />)
const asked = (count = 1) => waitFor(() => expect(logs).toHaveLength(count)).then(() => logs.at(-1)!)
const standing = () => screen.getByRole('status').textContent
const stands = (text: string) => waitFor(() => expect(standing()).toBe(text))
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `line ${from + at}\n`).join('')

test('a container that prints nothing is followed, and not read for ever', async () => {
  open()
  await asked()
  await stands('0 lines · new lines come in by themselves')
  expect(screen.getByText('Nothing was printed yet.')).toBeTruthy()
})

test('a log that ends says so, and one that ends without a line as well', async () => {
  open()
  const first = await asked()
  first.say(numbered(0, 3))
  first.end()
  await stands('3 lines · read to its end')
  await userEvent.click(screen.getByRole('button', { name: 'Read on' }))
  ;(await asked(2)).end()
  await stands('0 lines · nothing was printed')
})

test.each([true, false])('a log that is cut off at its limit is not called read to its end (follow: %s)', async (canFollow) => {
  open(canFollow)
  const log = await asked()
  log.say(`${'x'.repeat(logBytes - 1)}\n`)
  log.end()
  await stands('1 line · cut off after 10 MiB: newer lines are missing; ask for fewer lines')
})

test('while paused, the lines that came since are counted, however many are let go', async () => {
  open()
  const log = await asked()
  log.say(numbered(0, 100_000))
  await stands('100,000 lines · new lines come in by themselves')
  await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
  await stands('100,000 lines · paused, 0 lines came since')
  log.say(numbered(100_000, 130_000))
  await stands('100,000 lines · paused, 30,000 lines came since')
  await userEvent.click(screen.getByRole('button', { name: 'Continue' }))
  await stands('100,000 lines · new lines come in by themselves · 30,000 lines before these were dropped')
})

test('another number of lines is read and shown anew, also while paused', async () => {
  open()
  ;(await asked()).say(numbered(0, 2_000))
  await stands('2,000 lines · new lines come in by themselves')
  await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'How many lines to begin with' }), 'last 20,000 lines')
  ;(await asked(2)).say(numbered(0, 20_000))
  await stands('20,000 lines · new lines come in by themselves')
})

function openTab(cvm: Cvm) {
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <LogsTab cvm={cvm} /> }),
    history: createMemoryHistory(),
  })
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retryDelay: 0 } } })}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  )
}

test('where the containers cannot be listed, the machine’s own output is read all the same', async () => {
  openTab(sampleCvm())
  await screen.findByText(/^The containers cannot be shown\./)
  expect(screen.getByRole('button', { name: /^Serial output/, pressed: true })).toBeTruthy()
  const log = await asked()
  expect(log.path).toContain('/logs/cvm_a1/serial')
  log.say('booting\n')
  log.end()
  await stands('1 line · read to its end')
})

test.each([
  [false, 1],
  [true, 0],
  [null, 0],
])('logs are told not to be public only where the server says so: %s', async (publicLogs, notices) => {
  openTab(sampleCvm({ visibility: { publicLogs, publicSysinfo: false, publicTcbinfo: false } }))
  await screen.findByText(/^The containers cannot be shown\./)
  expect(screen.queryAllByText(/^The logs of this CVM are not public/)).toHaveLength(notices)
})
