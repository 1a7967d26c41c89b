import { useState, type ReactNode } from 'react'
import type { RecordScope } from '../records.ts'
import { createSession, type OwnedSession } from '../session.ts'
import { SessionContext } from '../use-session.ts'

/** Whose records tests keep, in a given world of the sandbox. */
export const testScope = (worldId: string | null = 'world-1', upstream = 'sandbox'): RecordScope => ({
  upstream,
  worldId,
  owner: { workspace: 'acme', user: 'anna' },
})

/** A session of the person of `testScope`. */
export function testSession(scope: RecordScope | null = testScope()): OwnedSession {
  const session = createSession()
  if (scope) session.identify(scope)
  return session
}

/** What is rendered, in a session. */
export function InTestSession({ session, children }: { session?: OwnedSession; children: ReactNode }) {
  const [own] = useState(() => session ?? testSession())
  return <SessionContext value={own}>{children}</SessionContext>
}
