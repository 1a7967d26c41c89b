// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { powerRunsPart } from '@/maintenance/power/power-runs.ts'
import { InTestSession, testSession } from '@/runs/testing/session.tsx'
import PowerPart from './PowerPart.tsx'

afterEach(cleanup)

test('a press on an action is answered although the part that answers was still being loaded', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} })) // jsdom has none
  const session = testSession(null)
  session.part(powerRunsPart).ask('stop', [{ id: 'cvm_1', name: 'web-1', vmUuid: null }])
  const queryClient = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  render(
    <InTestSession session={session}>
      <QueryClientProvider client={queryClient}>
        <PowerPart />
      </QueryClientProvider>
    </InTestSession>,
  )
  expect(await screen.findByRole('dialog', { name: 'Stop 1 CVM?' }, { timeout: 20_000 })).toBeTruthy()
})
