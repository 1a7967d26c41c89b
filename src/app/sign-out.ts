import type { QueryClient } from '@tanstack/react-query'
import type { AnyRouter } from '@tanstack/react-router'
import { signOut } from '@/api/account.ts'
import { configQuery, sessionQuery } from '@/api/session-queries.ts'
import { ApiError } from '@/api/api-error.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import { showToast } from '@/ui/toast-store.ts'
import { environmentMemory } from '@/updates/environment-memory.ts'

/** Deletes the session and everything that was read or entered with it, then shows the sign-in page. Drafts in web storage stay. */
export async function leaveForSignIn(queryClient: QueryClient, router: AnyRouter) {
  try {
    await signOut()
  } catch (error) {
    // Somebody else is signed in: their session is not this page's to end, and a dialog says so.
    if (error instanceof ApiError && error.kind === 'session-changed') return
    showToast({
      tone: 'stop',
      title: 'Signing out did not work',
      message: 'The server did not answer, so the session still exists. Try again in a moment.',
    })
    return
  }
  environmentMemory.forgetAll()
  pageRecord.end()
  // Where no update was shown, this has not been loaded and there is nothing to stop.
  await import('@/updates/update-driver.ts').then(({ stopUpdateDrivers }) => stopUpdateDrivers()).catch(() => {})
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== configQuery.queryKey[0] })
  queryClient.setQueryData(sessionQuery.queryKey, { signedIn: false })
  const next: string = router.state.location.href
  await router.navigate({ to: '/sign-in', search: next === '/cvms' ? {} : { next } })
}
