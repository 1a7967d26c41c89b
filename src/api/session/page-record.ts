import { serverAhead } from '@/lib/server-time.ts'
import { sessionState } from '@/lib/session-state.ts'
import { type ContractReport, createContractReport } from '../reading/contract-report.ts'
import { pageSession } from './page-session.ts'
import { createRequestRing, type RequestRing } from './request-ring.ts'
import { createServerClock, type ServerClock } from './server-clock.ts'

/** What one page session has learnt from its requests. */
export interface PageRecord {
  requests: RequestRing
  clock: ServerClock
  /** What was not understood of the answers. */
  report: ContractReport
  /** Learns nothing more; to be called when the session ends. */
  stop(): void
}

export function recordRequests(): PageRecord {
  const requests = createRequestRing()
  const clock = createServerClock()
  const report = createContractReport()
  const stop = pageSession.observe({
    saw(seen) {
      requests.add(seen)
      // Phala Cloud's time, or the sandbox's; the gateway's own answers tell the gateway's.
      if (!seen.route.includes(' /api/')) return
      clock.learn(seen)
      const offset = clock.offset()
      if (offset) serverAhead.learn(offset)
    },
    read: (answer) => report.add(answer),
  })
  return { requests, clock, report, stop }
}

const current = sessionState(recordRequests, (record) => record.stop())

/** The record of the session that is signed in to this page. It begins with the first call and ends with the session. */
export const pageRecord = { current }
