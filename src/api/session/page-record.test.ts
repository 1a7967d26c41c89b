import { beforeEach, expect, test } from 'vitest'
import { endSessionState } from '@/lib/session-state.ts'
import { pageRecord } from './page-record.ts'
import { pageSession, type SeenRequest } from './page-session.ts'

// Tests share their modules, so another one may have left a session behind.
beforeEach(() => endSessionState())

const see = (route: SeenRequest['route']) =>
  pageSession.current().saw({
    route,
    status: 200,
    requestId: null,
    correlationId: null,
    startedAt: Date.parse('2026-03-01T08:00:00Z'),
    durationMs: 10,
    serverDate: 'Sun, 01 Mar 2026 09:00:00 GMT',
  })

test('the requests of a page are kept, and the server’s time is learnt from the API alone', () => {
  const { requests, clock } = pageRecord.current()
  see('GET /session')
  expect(requests.entries()).toHaveLength(1)
  expect(clock.offset()).toBeNull()
  see('GET /api/v1/auth/me')
  expect(clock.offset()).toEqual({ leastMs: 3_599_990, mostMs: 3_601_000 })
})

test('whoever signs in next finds nothing of the former session', () => {
  const former = pageRecord.current()
  endSessionState()
  see('GET /api/v1/auth/me')
  expect(former.requests.entries()).toEqual([])
  const next = pageRecord.current()
  expect(next).not.toBe(former)
  expect(next.requests.entries()).toEqual([])
  expect(next.clock.offset()).toBeNull()
})
