import { useRouter } from '@tanstack/react-router'
import { Info, Keyboard, LogOut, MenuIcon, User, X } from 'lucide-react'
import { useRef } from 'react'
import type { Account } from '@/api/schemas/account.ts'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import type { Opened } from '@/app/keys/keys.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { Menu } from '@/ui/overlay/Menu.tsx'
import { Name } from '@/ui/layout/Name.tsx'
import { Breadcrumb } from './Breadcrumb.tsx'
import { SearchButton } from './SearchButton.tsx'
import { ThemeToggle } from './ThemeToggle.tsx'

interface AppHeaderProps {
  config: RuntimeConfig | undefined
  account: Account | undefined
  accountError: unknown
  isMenuOpen: boolean
  onMenuToggle: () => void
  onSignOut: () => void
}

/** Where one is, how it looks, who one is. */
export function AppHeader({ config, account, accountError, isMenuOpen, onMenuToggle, onSignOut }: AppHeaderProps) {
  const router = useRouter()
  const open = useRef<(what: Opened) => void>(null)
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
        <SearchButton ref={open} onOpen={isMenuOpen ? onMenuToggle : undefined} onSignOut={onSignOut} />
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
            { id: 'keys', label: 'Keyboard shortcuts', icon: Keyboard, onSelect: () => open.current?.('keys') },
            { id: 'support', label: 'Support details', icon: Info, onSelect: openSupport },
            { id: 'sign-out', label: 'Sign out', icon: LogOut, onSelect: onSignOut },
          ]}
        >
          {account ? (
            <span className="hidden max-w-40 truncate sm:inline">
              <Name>{account.username}</Name>
            </span>
          ) : null}
          <span className="sr-only">{account ? ', your menu' : 'You'}</span>
        </Menu>
      </div>
    </header>
  )
}
