// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterContextProvider } from '@tanstack/react-router'
import { act, cleanup, render } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { EditAtHand } from './EditAtHand.tsx'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const pageMade = vi.fn()
function Page() {
  pageMade()
  return <EditAtHand cvmId="cvm_1" />
}

test('the edit page is fetched ahead once the page itself is quiet, and not again after each thing that it reads', async () => {
  vi.useFakeTimers()
  const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() })
  const ahead = vi.spyOn(router, 'preloadRoute').mockResolvedValue(undefined)
  const client = new QueryClient()
  /** Something that the page reads, for so long. */
  const reads = (ms: number) =>
    client.fetchQuery({ queryKey: ['facts'], queryFn: () => new Promise((resolve) => setTimeout(resolve, ms, null)), staleTime: 0 })
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
  void reads(3_000)
  render(
    <QueryClientProvider client={client}>
      <RouterContextProvider router={router}>
        <Page />
      </RouterContextProvider>
    </QueryClientProvider>,
  )
  await pass(2_900)
  expect(ahead, 'while it still reads').not.toHaveBeenCalled()
  await pass(10_000)
  expect(ahead).toHaveBeenCalledTimes(1)
  for (let round = 0; round < 3; round++) {
    void reads(100)
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as a page that watches something reads
    await pass(10_000)
  }
  expect(ahead).toHaveBeenCalledTimes(1)
  expect(pageMade, 'by all these reads').toHaveBeenCalledTimes(1)
})
