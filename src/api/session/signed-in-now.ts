import { requestSession } from '../account.ts'
import { ApiError } from '../api-error.ts'
import type { Account } from '../schemas/account.ts'
import { signedOut } from '../signed-out.ts'
import { fetchAccount } from './account-query.ts'
import { pageSession } from './page-session.ts'
import { sessionChanged } from './session-changed.ts'

/** Whom this browser is signed in as, whatever this page speaks for. `account` is `null` where the API does not say who it is. */
export interface SignedInNow {
  mark: string
  account: Account | null
}

/** `null` when nobody is signed in any more. */
export async function fetchSignedInNow(signal?: AbortSignal): Promise<SignedInNow | null> {
  const { mark } = await requestSession('GET /session', { signal })
  return mark === undefined ? null : { mark, account: await whoIs(mark, signal) }
}

async function whoIs(mark: string, signal?: AbortSignal): Promise<Account | null> {
  try {
    return await fetchAccount({ signal, asSession: mark })
  } catch (error) {
    // The key was accepted; an API that does not say whose it is, says so to everybody.
    if (error instanceof ApiError && error.status !== 0) return null
    throw error
  }
}

/** The same user in the same workspace: whatever one of them began, the other may go on with. */
export const isSamePerson = (one: Account, other: Account) => one.username === other.username && one.workspace?.id === other.workspace?.id

/** The page speaks for this session from now on. Once `refresh` has asked anew for what failed, whoever waits for a key goes on. */
export async function goOnAs(mark: string, refresh: () => Promise<void> | void) {
  pageSession.speakFor(mark)
  await refresh()
  sessionChanged.end()
  signedOut.end()
}

/**
 * Signs in with a key in place, on a page that was opened as `former`. The page goes on only for the same person: with somebody else's key
 * its requests stay refused, and `sessionChanged` asks as whom to go on. Where `former` is not known, any key goes on.
 * Throws `ApiError` `signed-out` for a refused key.
 */
export async function signInAgain(apiKey: string, former: Account | null): Promise<SignedInNow & { isSame: boolean }> {
  const { mark } = await requestSession('POST /session', { body: { apiKey } })
  const account = await whoIs(mark ?? '')
  const isSame = former === null || account === null || isSamePerson(former, account)
  if (!isSame) sessionChanged.report(pageSession.mark())
  return { mark: mark ?? '', account, isSame }
}
