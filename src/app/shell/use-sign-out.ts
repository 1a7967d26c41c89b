import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { showToast } from '@/ui/overlay/toast-store.ts'

const loadSignOut = () => import('@/app/sign-out.ts')

/** Does it once its code is there, and says so where it cannot be. */
function withSignOut(act: (part: Awaited<ReturnType<typeof loadSignOut>>) => void) {
  void loadSignOut().then(act, () => {
    showToast({ tone: 'stop', title: 'Signing out could not be loaded', message: 'You are still signed in. Try again in a moment.' })
  })
}

/** Signing out by a press: at once, or after a question where edits wait that were not applied. */
export function useSignOut() {
  const router = useRouter()
  /** What is asked about: how many CVMs have such edits. */
  const [drafts, setDrafts] = useState(0)
  const stay = () => setDrafts(0)
  function leave(withDrafts = false) {
    stay()
    withSignOut(({ leaveForSignIn }) => void leaveForSignIn(router, { withDrafts }))
  }
  const ask = () =>
    withSignOut(({ keysOfDrafts }) => {
      const found = keysOfDrafts().length
      if (found > 0) setDrafts(found)
      else leave()
    })
  return { drafts, ask, stay, leave }
}
