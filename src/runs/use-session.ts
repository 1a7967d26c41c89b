import { createContext, use, useSyncExternalStore } from 'react'
import type { RecordScope } from './records.ts'
import type { Session, SessionPart } from './session.ts'

export const SessionContext = createContext<Session | null>(null)

/** The session that this page belongs to. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('a page outside of a session')
  return session
}

/** The session's own thing of a kind. */
export const useSessionPart = <Thing>(part: SessionPart<Thing>): Thing => useSession().part(part)

/** Whose records these are; `null` until that is known. */
export function useRecordScope(): RecordScope | null {
  const { scope } = useSession()
  return useSyncExternalStore(scope.subscribe, scope.snapshot)
}
