import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fingerprint, Handshake, Pencil } from 'lucide-react'
import type { ReactNode } from 'react'
import { accountQuery } from '@/api/session/account-query.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { isolated } from '@/lib/isolated.ts'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'
import type { Icon } from '@/ui/layout/icon.ts'

const linkClass = 'font-medium text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent'

/** What this console is for, each with the way into it. `first` is a CVM to begin with; `null` where the workspace has none. */
export function ThreeJobs({ first }: { first: Cvm | null }) {
  // Where it was not read, the page itself says what it needs.
  const isNoAdmin = useQuery(accountQuery).data?.isAdmin === false
  return (
    <ul aria-label="What this console is for" className="grid gap-x-8 gap-y-4 text-left text-13 md:grid-cols-3">
      <Job
        icon={Pencil}
        title="Change a CVM"
        way={
          first ? (
            <Link to="/cvms/$cvmId/edit" params={{ cvmId: first.id }} className={linkClass}>
              Start with {isolated(first.name)}
            </Link>
          ) : (
            <ExternalLink href="https://cloud.phala.com">Create one in Phala Cloud first</ExternalLink>
          )
        }
      >
        Edit it, see exactly what changes and what it costs, then apply. Only what you changed is sent.
      </Job>
      <Job
        icon={Handshake}
        title="Get a compose hash approved"
        way={
          <Link to="/unfinished" className={linkClass}>
            See what waits for a signature
          </Link>
        }
      >
        Under an on-chain KMS the app’s owner allows each new compose hash, with a wallet or a multisig.
      </Job>
      <Job
        icon={Fingerprint}
        title="Refresh instance IDs"
        way={
          isNoAdmin ? (
            <span className="text-muted">Needs the key of a platform admin.</span>
          ) : (
            <Link to="/instance-ids" className={linkClass}>
              Preview a refresh
            </Link>
          )
        }
      >
        In batches, after a preview of exactly what would be written.
      </Job>
    </ul>
  )
}

const Job = ({ icon: IconPart, title, way, children }: { icon: Icon; title: string; way: ReactNode; children: ReactNode }) => (
  <li className="flex gap-3">
    <IconPart aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
    <div className="min-w-0 space-y-1">
      <p className="font-semibold">{title}</p>
      <p className="text-muted">{children}</p>
      <p className="[overflow-wrap:anywhere]">{way}</p>
    </div>
  </li>
)
