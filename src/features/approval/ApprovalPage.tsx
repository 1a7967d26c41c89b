import { Unlink } from 'lucide-react'
import { type ComponentType, Suspense, useMemo, useSyncExternalStore } from 'react'
import { Badge } from '@/ui/Badge.tsx'
import { Card } from '@/ui/Card.tsx'
import { PageHeader } from '@/ui/PageHeader.tsx'
import { Skeleton } from '@/ui/Skeleton.tsx'
import { CompareChange } from './CompareChange.tsx'
import { readApprovalLink, type ApprovalRequest, type LinkProblem } from '@/updates/approval-link.ts'

interface ApprovalPageProps {
  isSandbox: boolean
  /** Where it is signed, loaded when a link could be read. */
  desk: ComponentType<{ request: ApprovalRequest }>
}

/** A call for somebody else to look at and to sign. Everything comes from the link; no key is needed and no update can be started here. */
export function ApprovalPage({ isSandbox, desk: Desk }: ApprovalPageProps) {
  // The router would decode it, and a link that was changed must not look whole.
  const fragment = useSyncExternalStore(onFragment, () => location.hash)
  const read = useMemo(() => readApprovalLink(fragment), [fragment])
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-3xl flex-col px-4 pb-10">
      <header className="flex h-14 items-center gap-2.5">
        <img src="/icon.svg" alt="" className="size-5" />
        <p className="text-13 font-semibold">CVM console</p>
        {isSandbox ? <Badge>Sandbox</Badge> : null}
      </header>
      <main className="space-y-4">
        {'problem' in read ? (
          <BrokenLink problem={read.problem} />
        ) : (
          <>
            <PageHeader
              title={`Approve an update of ${read.request.cvmName}`}
              description="Someone prepared a new configuration. The owner of the app contract is asked to allow its hash; that starts nothing by itself."
            />
            <p className="text-13 text-muted">
              Name, hash and addresses stand in the link; owner and what is allowed are read from the chain. No link can prove what a hash
              stands for: compare it with what the person who asks you says in another way.
            </p>
            <CompareChange key={`change ${fragment}`} ticket={read.request.ticket} />
            <Suspense fallback={<Skeleton className="h-96 w-full" />}>
              <Desk key={fragment} request={read.request} />
            </Suspense>
          </>
        )}
      </main>
    </div>
  )
}

function onFragment(listener: () => void) {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

const problemTexts: Record<LinkProblem, { title: string; text: string; next: string }> = {
  empty: {
    title: 'This is not a whole approval link',
    text: 'The part of the address after the # is missing. It says what is to be approved.',
    next: 'Open the link as it was sent to you, as a whole. Some programs cut it off.',
  },
  damaged: {
    title: 'This approval link is incomplete or was changed',
    text: 'It was cut off or altered on the way, so nothing can be approved with it.',
    next: 'Ask whoever sent it to copy it once more.',
  },
  'other-version': {
    title: 'This approval link is of another version',
    text: 'The console that made it writes links in another way.',
    next: 'Open it in that console, or ask for the call data instead.',
  },
  'kms-contract': {
    title: 'This approval link names the wrong contract',
    text: 'It says that the key server’s contract is the app contract. Compose hashes do not belong there.',
    next: 'Sign nothing, and tell whoever sent it.',
  },
}

function BrokenLink({ problem }: { problem: LinkProblem }) {
  const { title, text, next } = problemTexts[problem]
  return (
    <Card>
      <div className="flex flex-col items-center px-6 py-10 text-center" role="alert">
        <Unlink aria-hidden className="mb-3 size-6 text-muted" strokeWidth={1.5} />
        <h1 tabIndex={-1} className="text-20 font-semibold focus:outline-none">
          {title}
        </h1>
        <p className="mt-1 max-w-md text-13 text-muted">{text}</p>
        <p className="mt-1 max-w-md text-13">{next}</p>
      </div>
    </Card>
  )
}
