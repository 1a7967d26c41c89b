import type { AnyRouter } from '@tanstack/react-router'
import { flushSync } from 'react-dom'
import { signOut } from '@/api/account.ts'
import { signedOut } from '@/api/signed-out.ts'
import { browserStore } from '@/lib/storage.ts'
import { recordPrefix } from '@/runs/records.ts'
import { focusPage } from '@/ui/layout/focus-page.ts'
import { showToast } from '@/ui/overlay/toast-store.ts'
import { pageSession, replaceSession } from './page-session.ts'

/** Keys of this person's edits that were not applied. Other people's are none of their business. */
export function keysOfDrafts(): string[] {
  const scope = pageSession.snapshot().session.scope.snapshot()
  return scope ? browserStore.keys(recordPrefix('draft', scope)) : []
}

/** Deletes the session and everything that was read or entered with it, then shows the sign-in page. Drafts in web storage stay, unless told. */
export async function leaveForSignIn(router: AnyRouter, { withDrafts = false } = {}) {
  try {
    await signOut()
  } catch {
    showToast({
      tone: 'stop',
      title: 'Signing out did not work',
      message: 'The server did not answer, so the session still exists. Try again in a moment.',
    })
    return
  }
  if (withDrafts) for (const key of keysOfDrafts()) browserStore.remove(key)
  const next: string = router.state.location.href
  await goOnInAnotherSession(router, { isSignedIn: false, to: next === '/cvms' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}` })
}

/** Somebody else has signed in, here or in another tab: nothing of the former person's page goes on in their name. */
export const goOnAsSomebodyElse = (router: AnyRouter) => goOnInAnotherSession(router, { isSignedIn: true, to: '/cvms' })

async function goOnInAnotherSession(router: AnyRouter, { isSignedIn, to }: { isSignedIn: boolean; to: string }) {
  const before = pageSession.snapshot()
  const next = replaceSession({ isSignedIn })
  signedOut.end()
  // Loaders of the next page already read for the next session.
  router.update({ ...router.options, context: { queryClient: next.queryClient } })
  await router.navigate({ href: to, replace: isSignedIn })
  flushSync(() => pageSession.set(next))
  before.queryClient.clear()
  focusPage()
}
