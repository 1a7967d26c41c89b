import type { QueryClient } from '@tanstack/react-query'
import { ApiError } from '@/api/api-error.ts'
import type { Account } from '@/api/schemas/account.ts'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { forgetFirstAnswers } from '@/api/first/first-answers.ts'
import { configQuery, sessionQuery } from '@/api/session-queries.ts'
import { accountQuery } from '@/api/session/account-query.ts'
import { pageSession } from '@/api/session/page-session.ts'
import { needsSignIn } from '@/domain/failure.ts'
import { endSessionState } from '@/lib/session-state.ts'
import { browserStore } from '@/lib/storage.ts'
import { createStore } from '@/lib/store.ts'
import type { RecordOwner, RecordScope } from '@/runs/records.ts'
import { createSession, type OwnedSession } from '@/runs/session.ts'
import type * as SessionOwner from './session-owner.ts'
import type * as TidyRecords from './tidy-records.ts'
import { createQueryClient } from './query-client.ts'

/** A session with the cache of what was read in it. */
export interface AppSession {
  /** Another one for each session of this page. */
  id: number
  queryClient: QueryClient
  session: OwnedSession
}

const ownerOf = ({ username, workspace }: Account): RecordOwner => ({ workspace: workspace?.id ?? '-', user: username })
const isSame = (a: RecordOwner, b: RecordOwner) => a.workspace === b.workspace && a.user === b.user

function beginSession(id: number, config?: RuntimeConfig): AppSession {
  const session = createSession()
  let world = config ? worldOf(config) : null
  let owner: RecordOwner | null = null
  /** The API itself has named the owner. */
  let hasSaid = false

  const learn = () => {
    const known = session.scope.snapshot()
    if (!world || !owner || (known?.owner && isSame(known.owner, owner))) return
    const scope = { ...world, owner }
    session.identify(scope)
    if (hasSaid) asOwner(({ rememberOwner }) => rememberOwner(pageSession.mark(), scope))
    if (hasKept(ofEarlierVersion)) tidy(({ adoptEarlierRecords }) => adoptEarlierRecords(scope))
  }

  const queryClient = createQueryClient({
    answer(key, answer) {
      if (key === configQuery.queryKey[0]) {
        world = worldOf(answer as RuntimeConfig)
        learn()
        // A live upstream has no worlds. At any later time other worlds' records may be those of a newer one: a page stays in its own.
        if (world.worldId !== null && hasKept(ofSomeWorld)) tidy(({ forgetEarlierWorlds }) => forgetEarlierWorlds(world!))
      } else if (key === accountQuery.queryKey[0]) {
        // A page speaks for one person: with another one's key the gateway refuses what it asks for.
        hasSaid = true
        owner ??= ownerOf(answer as Account)
        learn()
      }
    },
    failure(key, error) {
      // A key that is asked for again may still say who one is; anything else must not keep the page from its records.
      if (key !== accountQuery.queryKey[0] || (error instanceof ApiError && needsSignIn(error.kind))) return
      asOwner(({ ownerWithoutAccount }) => {
        owner ??= ownerWithoutAccount(pageSession.mark())
        learn()
      })
    },
  })
  if (config) queryClient.setQueryData(configQuery.queryKey, config)
  return { id, queryClient, session }
}

/** Keys of records that name no owner. */
const ofEarlierVersion = /^cvm-console\/(?:update|draft|approval|stop|stop-outcome)\/[^/]+\/[^/]*\/[^/]+$/

/** Keys of records, which all name their upstream and its world. */
const ofSomeWorld = /^cvm-console\/[^/]+\/[^/]+\//
/** Whether there is anything to look after: most visits need none of the code for it. */
const hasKept = (keys: RegExp) => browserStore.keys('cvm-console/').some((key) => keys.test(key))

type World = Pick<RecordScope, 'upstream' | 'worldId'>
const worldOf = (config: RuntimeConfig): World => ({ upstream: config.upstream, worldId: config.worldId ?? null })

const asOwner = (how: (owners: typeof SessionOwner) => void) => void import('./session-owner.ts').then(how, () => {})

/**
 * Records that are in nobody's way may also be looked after at the next visit. At once or not at all: in a tab that nobody sees "once it is
 * painted" may come hours later, when the records of other worlds are those of a newer one.
 */
const tidy = (how: (records: typeof TidyRecords) => unknown) => void import('./tidy-records.ts').then(how, () => {})

/** The session of this page. The one thing in the app that is replaced as a whole. */
export const currentSession = createStore(beginSession(1))

/**
 * Ends the present session, and everything that was read, ticked, typed or started in it, and prepares the next one, which is to be put in
 * place once its first page is there. Records in web storage stay; they are their owner's.
 */
export function replaceSession({ isSignedIn }: { isSignedIn: boolean }): AppSession {
  const before = currentSession.snapshot()
  const mark = pageSession.mark()
  before.session.end()
  endSessionState()
  forgetFirstAnswers()
  // Signing in or out has told already for whom the page speaks from now on.
  pageSession.speakFor(mark)
  const next = beginSession(before.id + 1, before.queryClient.getQueryData(configQuery.queryKey))
  next.queryClient.setQueryData(sessionQuery.queryKey, { signedIn: isSignedIn })
  return next
}
