// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { stopRunsPart } from '@/maintenance/stop/stop-runs.ts'
import { InTestSession, testSession } from '@/runs/testing/session.tsx'
import StopPart from './StopPart.tsx'

afterEach(cleanup)

test('a press on Stop is answered although the part that answers was still being loaded', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} })) // jsdom has none
  const session = testSession(null)
  session.part(stopRunsPart).ask([{ id: 'cvm_1', name: 'web-1', vmUuid: null }])
  const queryClient = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  render(
    <InTestSession session={session}>
      <QueryClientProvider client={queryClient}>
        <StopPart />
      </QueryClientProvider>
    </InTestSession>,
  )
  expect(await screen.findByRole('dialog', { name: 'Stop 1 CVM now?' })).toBeTruthy()
})
