// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { reportText } from '@/api/reading/report-text.ts'
import { configQuery } from '@/api/session-queries.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import { endSessionState } from '@/lib/session-state.ts'
import { MisreadAnswers } from './MisreadAnswers.tsx'

afterEach(() => {
  cleanup()
  endSessionState()
})

test('what was not understood is listed by route and place as it comes, and copied without ids', () => {
  const client = new QueryClient()
  client.setQueryData(configQuery.queryKey, { mode: 'live', upstream: 'cloud.example', chains: [] })
  render(
    <QueryClientProvider client={client}>
      <MisreadAnswers />
    </QueryClientProvider>,
  )
  expect(screen.getByText('Everything was understood')).toBeTruthy()
  const { report } = pageRecord.current()
  const found = { path: 'items[].status', expected: 'string', found: 'number', lost: 'record', count: 3 } as const
  const answer = { route: 'GET /api/v1/cvms/{cvm_id}/operations', version: '2026-05-22', about: 'cvm_canary', misread: [found] }
  act(() => report.add(answer))
  expect(screen.getByRole('region', { name: answer.route }).textContent).toContain('expected string, found number, 3 times in one answer')
  expect(screen.getByRole('button', { name: 'Copy the report' })).toBeTruthy()
  const text = reportText(report.snapshot(), { upstream: 'cloud.example' })
  expect(text).toContain('items[].status: expected string, found number, 3 times in one answer; left out of its list')
  expect(text).not.toContain('cvm_canary')
  // The same again is no news.
  const before = report.snapshot()
  act(() => report.add(answer))
  expect(report.snapshot()).toBe(before)
})
