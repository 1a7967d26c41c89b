import type { PageEndpoint } from '../endpoints.ts'

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

let mark: string | null = null
const observers = new Set<(seen: SeenRequest) => void>()

/**
 * For whom this page speaks, and who listens to its requests. The mark names one sign-in and is no secret that opens anything: the gateway
 * compares it with the session cookie, which all tabs share, and refuses what a page of another sign-in asks for.
 */
export const pageSession = {
  /** Sent with every request as `X-Console-Session`; `null` before the first answer of `/session` and after signing out. */
  mark: () => mark,
  speakFor(next: string | null | undefined) {
    mark = next ?? null
  },
  /** `observer` hears of every finished request of this page. Returns how to stop it. */
  observe(observer: (seen: SeenRequest) => void): () => void {
    observers.add(observer)
    return () => void observers.delete(observer)
  },
  saw(seen: SeenRequest) {
    for (const observer of observers) observer(seen)
  },
}
