import { CircleHelp, Diamond, GitCommitHorizontal, ShieldCheck } from 'lucide-react'
import type { Revision } from '@/api/schemas/apps/revision.ts'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { ComposeHash } from '@/domain/identifiers.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { operationWords } from '@/domain/operation-texts.ts'
import { useHashAllowed } from '@/updates/verdict/use-hash-allowed.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { formatExactTime } from '@/lib/durations.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Name } from '@/ui/layout/Name.tsx'
import { RevisionAgainstPresent } from './RevisionAgainstPresent.tsx'

interface RevisionRowProps {
  cvm: Cvm
  chain: ChainConfig | null
  revision: Revision
  /** The list holds revisions of several CVMs. */
  namesCvm: boolean
  isCompared: boolean
  onCompare: () => void
}

/** One revision: what brought it, who and when, its hash and whether that may run. Opened, it shows what would change and the way back. */
export function RevisionRow({ cvm, chain, revision, namesCvm, isCompared, onCompare }: RevisionRowProps) {
  const runs = revision.composeHash !== null && revision.composeHash === cvm.composeHash
  return (
    <li className="px-4 py-3 text-13">
      <div className="flex gap-3">
        <GitCommitHorizontal aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
              <span className="font-medium">
                {revision.operationType ? operationWords({ type: revision.operationType, status: 'completed' }) : 'Revision'}
              </span>
              {runs ? <Badge tone="accent">runs now</Badge> : null}
              {namesCvm ? <Name>{revision.cvmName ?? 'a CVM whose name is not reported'}</Name> : null}
            </p>
            <span className="flex items-center gap-3 text-12 text-muted">
              {revision.createdAt ? <Age by="server" at={revision.createdAt} /> : 'time not reported'}
              <Button size="sm" aria-expanded={isCompared} onClick={onCompare}>
                {isCompared ? 'Close' : runs ? 'Details' : 'Compare and go back'}
              </Button>
            </span>
          </div>
          <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-muted">
            {isCompared && revision.createdAt ? <span>{formatExactTime(revision.createdAt)}</span> : null}
            <span>{revision.by ? `by ${revision.by}` : 'who brought it is not reported'}</span>
            {revision.composeHash ? (
              <span className="inline-flex items-center gap-1.5">
                Compose hash <CopyableId value={revision.composeHash} label="compose hash" />
              </span>
            ) : (
              <span>compose hash not reported</span>
            )}
            {isContractGoverned(cvm) && revision.composeHash ? (
              <Allowed cvm={cvm} chain={chain} composeHash={revision.composeHash} />
            ) : null}
          </p>
        </div>
      </div>
      {isCompared && cvm.appId ? <RevisionAgainstPresent cvm={cvm} appId={cvm.appId} chain={chain} revision={revision} /> : null}
    </li>
  )
}

/** Asked live: a hash that was allowed once may have been taken off the list since. */
function Allowed({ cvm, chain, composeHash }: { cvm: Cvm; chain: ChainConfig | null; composeHash: ComposeHash }) {
  const { isAllowed, isAsking } = useHashAllowed(cvm, chain, composeHash)
  if (isAllowed === undefined)
    return <Badge icon={CircleHelp}>{isAsking ? 'asking the contract …' : 'the contract could not be asked'}</Badge>
  return isAllowed ? (
    <Badge tone="verified" icon={ShieldCheck}>
      allowed on-chain
    </Badge>
  ) : (
    <Badge tone="onchain" icon={Diamond}>
      not allowed on-chain
    </Badge>
  )
}
