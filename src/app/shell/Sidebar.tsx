import { Link } from '@tanstack/react-router'
import { CircleDashed, FlaskConical, Fingerprint, History, Server } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Account } from '@/api/schemas/account.ts'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { classNames } from '@/ui/layout/class-names.ts'
import type { Icon } from '@/ui/layout/icon.ts'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { Name } from '@/ui/layout/Name.tsx'

// It reads the records of updates, which the fleet can do without at first.
const UnfinishedCount = optionalPart(() => import('./UnfinishedCount.tsx').then((module) => module.UnfinishedCount), {
  name: 'The count',
  afterPaint: true,
  missing: () => null, // the page that it belongs to says more
})

interface SidebarProps {
  config: RuntimeConfig | undefined
  account: Account | undefined
  accountError: unknown
  /** Below 768 px, where it is a menu under the header. */
  isOpen: boolean
  onNavigate: () => void
}

/** Where one can go. */
export function Sidebar({ config, account, accountError, isOpen, onNavigate }: SidebarProps) {
  return (
    <aside
      id="menu"
      className={classNames(
        'z-20 print:hidden! flex-col border-line bg-sunken md:sticky md:top-0 md:flex md:h-dvh md:overflow-y-auto md:border-r',
        isOpen ? 'absolute inset-x-0 top-12 flex border-b tall:fixed' : 'hidden',
      )}
    >
      <div className="flex h-12 items-center gap-2.5 border-b border-line px-4">
        <img src="/icon.svg" alt="" className="size-5" />
        <p className="min-w-0 truncate text-13 font-semibold" title={account?.workspace?.name}>
          {account?.workspace ? <Name>{account.workspace.name}</Name> : 'CVM console'}
        </p>
      </div>
      <nav aria-label="Main" className="flex flex-col gap-0.5 p-2">
        <NavLink to="/cvms" icon={Server} onNavigate={onNavigate}>
          Fleet
        </NavLink>
        <NavLink to="/history" icon={History} onNavigate={onNavigate}>
          History
        </NavLink>
        <NavLink to="/unfinished" icon={CircleDashed} onNavigate={onNavigate} aside={<UnfinishedCount />}>
          Unfinished
        </NavLink>
        {account?.isAdmin ? (
          <NavLink
            to="/instance-ids"
            icon={Fingerprint}
            onNavigate={onNavigate}
            aside={<span className="text-12 font-normal text-muted">admin</span>}
          >
            Instance IDs
          </NavLink>
        ) : null}
      </nav>
      <div className="mt-auto space-y-3 p-4 text-12 text-muted">
        {accountError ? (
          <p>
            Your account could not be read, so your name, workspace and admin pages are not shown here. CVMs open by their links as usual.
          </p>
        ) : null}
        {config?.mode === 'sandbox' ? (
          <p className="flex gap-2">
            <FlaskConical aria-hidden className="mt-px size-3.5 shrink-0" />
            <span>
              <span className="font-medium text-text">Sandbox.</span> Sample CVMs and a local chain. Nothing here is real.
            </span>
          </p>
        ) : config ? (
          <p translate="no" className="truncate font-mono" title={config.upstream}>
            {config.upstream}
          </p>
        ) : null}
      </div>
    </aside>
  )
}

interface NavLinkProps {
  to: '/cvms' | '/history' | '/unfinished' | '/instance-ids'
  icon: Icon
  aside?: ReactNode
  onNavigate: () => void
  children: string
}

const navClass = 'flex h-8 items-center gap-2.5 rounded-md px-2 text-13 font-medium pointer-coarse:h-11'

const NavLink = ({ to, icon: IconPart, aside, onNavigate, children }: NavLinkProps) => (
  <Link
    to={to}
    onClick={onNavigate}
    className={navClass}
    activeProps={{ className: 'bg-raised text-text ring-1 ring-line' }}
    inactiveProps={{ className: 'text-muted hover:bg-hover hover:text-text' }}
    activeOptions={{ includeSearch: false }}
  >
    <IconPart aria-hidden className="size-4 shrink-0" />
    <span className="flex-1">{children}</span>
    {aside}
  </Link>
)
