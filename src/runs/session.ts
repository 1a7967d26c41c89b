import { createStore, type ReadableStore } from '@/lib/store.ts'
import type { RecordScope } from './records.ts'

/** One kind of thing that a session holds, such as its runs or what is ticked in a table. */
export interface SessionPart<Thing> {
  make: (session: Session) => Thing
  /** Stops what it does. Called once, when the session ends. */
  end?: (thing: Thing) => void
}

/**
 * What one person does in this tab: made when the page opens, thrown away at sign-out and when somebody else signs in, with everything that
 * was read, ticked, typed or started in it. A key that is refused meanwhile only interrupts it.
 */
export interface Session {
  /** Whose records these are; `null` until it is known who is signed in, and at which server. */
  scope: ReadableStore<RecordScope | null>
  /** This session's own thing of that kind, made when it is first asked for. */
  part: <Thing>(part: SessionPart<Thing>) => Thing
}

export interface OwnedSession extends Session {
  identify: (scope: RecordScope) => void
  /** Puts a thing in place before it is first asked for. */
  provide: <Thing>(part: SessionPart<Thing>, thing: Thing) => void
  end: () => void
}

export function createSession(): OwnedSession {
  const scope = createStore<RecordScope | null>(null)
  const parts = new Map<SessionPart<unknown>, { thing: unknown; end: () => void }>()
  let hasEnded = false

  const session: OwnedSession = {
    scope,
    part<Thing>(part: SessionPart<Thing>): Thing {
      const known = parts.get(part as SessionPart<unknown>)
      if (known) return known.thing as Thing
      const thing = part.make(session)
      // Whoever still holds an ended session gets something to talk to, and nothing that goes on by itself.
      if (hasEnded) part.end?.(thing)
      else parts.set(part as SessionPart<unknown>, { thing, end: () => part.end?.(thing) })
      return thing
    },
    identify: scope.set,
    provide(part, thing) {
      parts.set(part as SessionPart<unknown>, { thing, end: () => part.end?.(thing) })
    },
    end() {
      if (hasEnded) return
      hasEnded = true
      for (const { end } of parts.values()) end()
      parts.clear()
    },
  }
  return session
}
