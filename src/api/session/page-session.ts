import type { PageEndpoint } from '../endpoints.ts'
import type { AnswerToCheck } from '../reading/contract-report.ts'
import { sessionState } from '@/lib/session-state.ts'

/** One request as the page remembers it: which route, and when; never an id in a path, a body or a header. */
export interface SeenRequest {
  route: PageEndpoint
  /** HTTP status; 0 when no answer came. */
  status: number
  requestId: string | null
  /** Of the update or action that this request began. */
  correlationId: string | null
  /** `Date.now()` at its start. */
  startedAt: number
  durationMs: number
  /** The answer's `Date` header as it came; `null` without one. */
  serverDate: string | null
}

export interface Observer {
  /** A request of this page has ended. */
  saw: (seen: SeenRequest) => void
  /** The server has answered, and this is how its answer was read. */
  read?: (answer: AnswerToCheck) => void
}

interface PageState {
  mark: string | null
  answered: 'first' | 'older' | null
  observers: Set<Observer>
}

const state = sessionState((): PageState => ({ mark: null, answered: null, observers: new Set() }))

/**
 * For whom this page speaks, and who listens to its requests. The mark names one sign-in and is no secret that opens anything: the gateway
 * compares it with the session cookie, which all tabs share, and refuses what a page of another sign-in asks for.
 */
export const pageSession = {
  /** Sent with every request as `X-Console-Session`; `null` before the first answer of `/session` and after signing out. */
  mark: () => state().mark,
  speakFor(next: string | null | undefined) {
    if (state().mark !== next) state().answered = null
    state().mark = next ?? null
  },
  /** Which API version the server has answered in this session: the one that is asked for first, or only an older one. */
  answered: () => state().answered,
  hasAnswered(version: PageState['answered']) {
    state().answered = version
  },
  /** `observer` hears of every finished request of this page. Returns how to stop it. */
  observe(observer: Observer): () => void {
    const { observers } = state()
    observers.add(observer)
    return () => void observers.delete(observer)
  },
  saw(seen: SeenRequest) {
    for (const { saw } of state().observers) saw(seen)
  },
  read(answer: AnswerToCheck) {
    for (const { read } of state().observers) read?.(answer)
  },
}
