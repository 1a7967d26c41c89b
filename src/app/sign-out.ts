import type { AnyRouter } from '@tanstack/react-router'
import { flushSync } from 'react-dom'
import { signOut } from '@/api/account.ts'
import { ApiError } from '@/api/api-error.ts'
import { browserStore } from '@/lib/storage.ts'
import { recordPrefix } from '@/runs/records.ts'
import { focusPage } from '@/ui/layout/focus-page.ts'
import { showToast } from '@/ui/overlay/toast-store.ts'
import { forgetOwner } from './session-owner.ts'
import { currentSession, replaceSession } from './session.ts'

/** Keys of this person's edits that were not applied. Other people's are none of their business. */
export function keysOfDrafts(): string[] {
  const scope = currentSession.snapshot().session.scope.snapshot()
  return scope ? browserStore.keys(recordPrefix('draft', scope)) : []
}

/** Deletes the session and everything that was read or entered with it, then shows the sign-in page. Drafts in web storage stay, unless told. */
export async function leaveForSignIn(router: AnyRouter, { withDrafts = false } = {}) {
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
  if (withDrafts) for (const key of keysOfDrafts()) browserStore.remove(key)
  forgetOwner()
  const next: string = router.state.location.href
  const before = currentSession.snapshot()
  const after = replaceSession({ isSignedIn: false })
  // Loaders of the next page already read for the next session.
  router.update({ ...router.options, context: { queryClient: after.queryClient } })
  // What would be asked before leaving was asked before signing out; there is nothing to stay for.
  await router.navigate({ to: '/sign-in', search: next === '/cvms' ? {} : { next }, ignoreBlocker: true })
  flushSync(() => currentSession.set(after))
  before.queryClient.clear()
  focusPage()
}
