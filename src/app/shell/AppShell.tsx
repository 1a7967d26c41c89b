import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useRouter } from '@tanstack/react-router'
import { useState, useSyncExternalStore } from 'react'
import { configQuery } from '@/api/session-queries.ts'
import { accountQuery } from '@/api/session/account-query.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import { sessionChanged } from '@/api/session/session-changed.ts'
import { signedOut } from '@/api/signed-out.ts'
import { PartMissing } from '@/ui/feedback/PartMissing.tsx'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { Toasts } from '@/ui/overlay/Toasts.tsx'
import { AppHeader } from './AppHeader.tsx'
import { Sidebar } from './Sidebar.tsx'
import { useSignOut } from './use-sign-out.ts'

const sessionChangedName = 'The choice of how to continue'
const SessionChanged = optionalPart(() => import('@/features/sign-in/SessionChanged.tsx').then((module) => module.SessionChanged), {
  name: sessionChangedName,
  missing: ({ isChanged }, retry) => (isChanged ? <PartMissing isAbove name={sessionChangedName} onRetry={retry} /> : null),
})
const keyAgainName = 'The prompt for your key'
const KeyAgain = optionalPart(() => import('@/features/sign-in/KeyAgain.tsx').then((module) => module.KeyAgain), {
  name: keyAgainName,
  missing: ({ isSignedOut }, retry) => (isSignedOut ? <PartMissing isAbove name={keyAgainName} onRetry={retry} /> : null),
})

const signOutName = 'The question about your edits'
const SignOutDialog = optionalPart(() => import('./SignOutDialog.tsx').then((module) => module.SignOutDialog), {
  name: signOutName,
  missing: ({ onCancel }, retry) => <PartMissing isAbove name={signOutName} onRetry={retry} onClose={onCancel} />,
})

// Seldom needed, and then beside everything else.
const AnswersNotice = optionalPart(() => import('./AnswersNotice.tsx').then((module) => module.AnswersNotice), {
  name: 'A notice about the server’s answers',
})

/** The frame of every page that needs a key: where one can go, where one is, who one is. */
export function AppShell() {
  const queryClient = useQueryClient()
  const router = useRouter()
  const config = useQuery(configQuery).data
  const account = useQuery(accountQuery)
  const [isMenuOpen, setMenuOpen] = useState(false)
  const signOut = useSignOut()
  const { report } = pageRecord.current()
  const misread = useSyncExternalStore(report.subscribe, report.snapshot)
  const isChanged = useSyncExternalStore(sessionChanged.subscribe, sessionChanged.snapshot)
  // Who is signed in comes first: that dialog takes a key as well.
  const isSignedOut = useSyncExternalStore(signedOut.subscribe, signedOut.snapshot) && !isChanged

  // Each stays once it was needed, so that the dialog closes in order and gives the focus back.
  const [wasChanged, setWasChanged] = useState(false)
  if (isChanged && !wasChanged) setWasChanged(true)
  const [wasSignedOut, setWasSignedOut] = useState(false)
  if (isSignedOut && !wasSignedOut) setWasSignedOut(true)

  async function askAgain() {
    await queryClient.invalidateQueries()
    await router.invalidate()
  }

  return (
    <div className="min-h-dvh print:block! md:grid md:grid-cols-[12.5rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only rounded-md bg-accent px-3 py-2 text-13 font-medium text-accent-on focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to the page
      </a>
      <Sidebar
        config={config}
        account={account.data}
        accountError={account.error}
        isOpen={isMenuOpen}
        onNavigate={() => setMenuOpen(false)}
      />
      <div className="flex min-w-0 flex-col">
        <AppHeader
          config={config}
          account={account.data}
          accountError={account.error}
          isMenuOpen={isMenuOpen}
          onMenuToggle={() => setMenuOpen(!isMenuOpen)}
          onSignOut={signOut.ask}
        />
        <main id="main" tabIndex={-1} className="mx-auto w-full max-w-[100rem] flex-1 px-4 py-5 focus:outline-none md:px-6">
          {wasChanged ? <SessionChanged isChanged={isChanged} former={account.data ?? null} onResumed={askAgain} /> : null}
          {wasSignedOut ? (
            <KeyAgain
              isSignedOut={isSignedOut}
              former={account.data ?? null}
              onAccepted={askAgain}
              onLeave={() => {
                signedOut.end()
                signOut.leave()
              }}
            />
          ) : null}
          {misread.length > 0 ? <AnswersNotice entries={misread} /> : null}
          <Outlet />
        </main>
      </div>
      {signOut.drafts > 0 ? <SignOutDialog drafts={signOut.drafts} onCancel={signOut.stay} onLeave={signOut.leave} /> : null}
      <Toasts />
    </div>
  )
}
