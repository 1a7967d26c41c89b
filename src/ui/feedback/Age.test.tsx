// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { recordRequests } from '@/api/session/page-record.ts'
import { pageSession } from '@/api/session/page-session.ts'
import { endSessionState } from '@/lib/session-state.ts'
import { Age } from './Age.tsx'

beforeEach(() => {
  vi.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-26T12:00:00Z'))
})
afterEach(() => {
  cleanup()
  endSessionState()
})

/** An answer of the server, whose clock says this. */
const answered = (serverDate: string) =>
  pageSession.current().saw({
    route: 'GET /api/v1/cvms/{cvm_id}',
    status: 200,
    requestId: null,
    correlationId: null,
    startedAt: Date.now() - 100,
    durationMs: 50,
    serverDate: new Date(serverDate).toUTCString(),
  })
const shown = () => screen.getByRole('time').textContent

test.each([
  ['a year behind', '2027-11-26T12:00:00Z', '2027-11-26T11:58:00Z', '2 min ago'],
  ['six minutes fast', '2026-11-26T11:54:00Z', '2026-11-26T11:53:00Z', '1 min ago'],
  ['right', '2026-11-26T12:00:01Z', '2026-11-26T11:59:50Z', '10 s ago'],
])('what the server dated is as old as the server says, on a computer that is %s', (_, serverNow, at, words) => {
  const record = recordRequests()
  answered(serverNow)
  render(<Age by="server" at={at} />)
  expect(shown()).toBe(words)
  record.stop()
})

test('what this computer dated is told by this computer', () => {
  const record = recordRequests()
  answered('2027-11-26T12:00:00Z')
  render(<Age at="2026-11-26T11:58:00Z" />)
  expect(shown()).toBe('2 min ago')
  record.stop()
})

test('a time is text: no stop for the keyboard, and the exact time is its description', () => {
  render(<Age at="2026-11-26T11:58:00Z" />)
  expect(screen.queryByRole('button')).toBeNull()
  const time = screen.getByRole('time')
  expect(time.tabIndex).toBe(-1)
  expect(document.getElementById(time.getAttribute('aria-describedby')!)?.textContent).toMatch(/26 Nov 2026/)
})
