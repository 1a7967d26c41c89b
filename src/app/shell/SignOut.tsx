import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { keysOfDrafts, leaveForSignIn } from '@/app/sign-out.ts'
import { SignOutDialog } from './SignOutDialog.tsx'

/** Signs out at once, or asks first when edits wait that were not applied. Shown from the press on. */
export function SignOut({ asks, onEnd }: { asks: boolean; onEnd: () => void }) {
  const router = useRouter()
  const [drafts] = useState(() => (asks ? keysOfDrafts().length : 0))
  useEffect(() => {
    if (drafts === 0) void leaveForSignIn(router).finally(onEnd)
    // Asked for by the press that shows this, once.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  if (drafts === 0) return null
  return (
    <SignOutDialog
      drafts={drafts}
      onCancel={onEnd}
      onLeave={(withDrafts) => {
        onEnd()
        void leaveForSignIn(router, { withDrafts })
      }}
    />
  )
}
