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

/** The page as one session of it has it. A request speaks to the one that it was sent from, even if that has ended meanwhile. */
export interface Page {
  /** Sent with every request as `X-Console-Session`; `null` before the first answer of `/session` and after signing out. */
  mark: () => string | null
  speakFor: (next: string | null | undefined) => void
  /** Which API version the server has answered in this session: the one that is asked for first, or only an older one. */
  answered: () => 'first' | 'older' | null
  hasAnswered: (version: 'first' | 'older') => void
  /** `observer` hears of every finished request of this page. Returns how to stop it. */
  observe: (observer: Observer) => () => void
  saw: (seen: SeenRequest) => void
  read: (answer: AnswerToCheck) => void
}

function createPage(): Page {
  let mark: string | null = null
  let answered: ReturnType<Page['answered']> = null
  const observers = new Set<Observer>()
  return {
    mark: () => mark,
    speakFor(next) {
      if (mark !== next) answered = null
      mark = next ?? null
    },
    answered: () => answered,
    hasAnswered(version) {
      answered = version
    },
    observe(observer) {
      observers.add(observer)
      return () => void observers.delete(observer)
    },
    saw(seen) {
      for (const { saw } of observers) saw(seen)
    },
    read(answer) {
      for (const { read } of observers) read?.(answer)
    },
  }
}

const current = sessionState(createPage)

/**
 * For whom this page speaks, and who listens to its requests. The mark names one sign-in and is no secret that opens anything: the gateway
 * compares it with the session cookie, which all tabs share, and refuses what a page of another sign-in asks for.
 */
export const pageSession = {
  current,
  mark: () => current().mark(),
  speakFor: (next: string | null | undefined) => current().speakFor(next),
  observe: (observer: Observer) => current().observe(observer),
}
