// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { configQuery } from '@/api/session-queries.ts'
import { InTestSession, testScope, testSession } from '@/runs/testing/session.tsx'
import type { DrivenCvm } from './update-driver.ts'
import { useUpdate } from './use-update.ts'

afterEach(cleanup)

const cvm = { id: 'cvm_1', name: 'web-1', appId: null, kms: { chainId: null } } as DrivenCvm

function Step({ name }: { name: string }) {
  const { state, isRecovering, send } = useUpdate(cvm)
  const review = () =>
    send({ type: 'review', submission: { write: { kind: 'patch', patch: { vcpu: 8 } }, wanted: { vcpu: 8 }, startedAt: '' } })
  return (
    <button onClick={review}>
      {name}: {isRecovering ? 'recovering' : state.step}
    </button>
  )
}

test('every page that asks sees the same update, also after all pages were left', async () => {
  const queryClient = new QueryClient()
  const session = testSession(null)
  const show = (...names: string[]) => (
    <StrictMode>
      <InTestSession session={session}>
        <QueryClientProvider client={queryClient}>
          {names.map((name) => (
            <Step key={name} name={name} />
          ))}
        </QueryClientProvider>
      </InTestSession>
    </StrictMode>
  )
  queryClient.setQueryDefaults(configQuery.queryKey, { enabled: false })
  const { rerender } = render(show('edit', 'bar'))
  expect(screen.getByText('edit: recovering')).toBeTruthy()
  queryClient.setQueryData(configQuery.queryKey, { mode: 'live', upstream: 'cloud-api.example', chains: [] })
  expect(screen.getByText('edit: recovering'), 'whose records these are is not known yet').toBeTruthy()
  act(() => session.identify(testScope()))
  const edit = await screen.findByText('edit: draft')
  act(() => edit.click())
  expect(screen.getByText('edit: reviewing')).toBeTruthy()
  expect(screen.getByText('bar: reviewing')).toBeTruthy()
  rerender(show())
  rerender(show('later'))
  expect(screen.getByText('later: reviewing')).toBeTruthy()
})
