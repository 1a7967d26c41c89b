import { useRouter } from '@tanstack/react-router'
import { Info, LogOut, MenuIcon, User, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Account } from '@/api/schemas/account.ts'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { Menu } from '@/ui/overlay/Menu.tsx'
import { Name } from '@/ui/layout/Name.tsx'
import { Breadcrumb } from './Breadcrumb.tsx'
import { SearchButton } from './SearchButton.tsx'
import { keysOfDrafts, leaveForSignIn } from '@/app/sign-out.ts'
import { ThemeToggle } from './ThemeToggle.tsx'

const SignOutDialog = lazy(() => import('./SignOutDialog.tsx').then((module) => ({ default: module.SignOutDialog })))

interface AppHeaderProps {
  config: RuntimeConfig | undefined
  account: Account | undefined
  accountError: unknown
  isMenuOpen: boolean
  onMenuToggle: () => void
}

/** Where one is, how it looks, who one is. */
export function AppHeader({ config, account, accountError, isMenuOpen, onMenuToggle }: AppHeaderProps) {
  const [draftsAtLeaving, setDraftsAtLeaving] = useState(0)
  const router = useRouter()
  function leave() {
    const drafts = keysOfDrafts().length
    if (drafts > 0) setDraftsAtLeaving(drafts)
    else void leaveForSignIn(router)
  }
  const openSupport = () => {
    void router.navigate({ to: '/support', state: { from: router.state.matches.at(-1)!.fullPath } as object })
  }
  return (
    <header className="z-20 print:hidden! tall:sticky tall:top-0 flex h-12 shrink-0 items-center gap-1 border-b border-line bg-surface px-2 sm:gap-2 sm:px-3 md:px-6">
      <Button
        variant="quiet"
        icon={isMenuOpen ? X : MenuIcon}
        aria-label={isMenuOpen ? 'Close the menu' : 'Open the menu'}
        aria-expanded={isMenuOpen}
        aria-controls="menu"
        onClick={onMenuToggle}
        className="md:hidden"
      />
      <Breadcrumb />
      <div className="ml-auto flex shrink-0 items-center sm:gap-1">
        {config?.mode === 'sandbox' ? (
          <span className="mr-1 md:hidden">
            <Badge>Sandbox</Badge>
          </span>
        ) : null}
        <SearchButton onOpen={isMenuOpen ? onMenuToggle : undefined} />
        <ThemeToggle />
        <Menu
          label="You"
          icon={User}
          header={
            account ? (
              <>
                <p className="font-medium text-text">
                  <Name>{account.username}</Name>
                </p>
                <p>{account.workspace ? <Name>{account.workspace.name}</Name> : 'Workspace not reported'}</p>
                {account.isAdmin ? <p>Platform admin</p> : null}
              </>
            ) : accountError ? (
              <p className="max-w-56">Your name could not be read. Everything else works.</p>
            ) : (
              <p>Reading who you are</p>
            )
          }
          items={[
            { id: 'support', label: 'Support details', icon: Info, onSelect: openSupport },
            { id: 'sign-out', label: 'Sign out', icon: LogOut, onSelect: leave },
          ]}
        >
          {account ? (
            <span className="hidden max-w-40 truncate sm:inline">
              <Name>{account.username}</Name>
            </span>
          ) : null}
          <span className="sr-only">{account ? ', your menu' : 'You'}</span>
        </Menu>
        {draftsAtLeaving > 0 ? (
          <Suspense fallback={null}>
            <SignOutDialog
              drafts={draftsAtLeaving}
              onCancel={() => setDraftsAtLeaving(0)}
              onLeave={(withDrafts) => {
                setDraftsAtLeaving(0)
                void leaveForSignIn(router, { withDrafts })
              }}
            />
          </Suspense>
        ) : null}
      </div>
    </header>
  )
}
