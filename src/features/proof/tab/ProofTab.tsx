import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Download, RotateCw } from 'lucide-react'
import { ApiError } from '@/api/api-error.ts'
import { configQuery } from '@/api/session-queries.ts'
import { absenceText } from '@/domain/absence-texts.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Age } from '@/ui/feedback/Age.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { ProofCard } from '@/features/proof/chain/ProofCard.tsx'
import { ProofVerdict } from '@/features/proof/chain/ProofVerdict.tsx'
import { NotChecked } from '@/features/proof/ask-worker.ts'
import { failedLookText } from '@/features/proof/failed-look.ts'
import { proofQuery } from '@/features/proof/proof-query.ts'
import { saveProof } from '@/features/proof/save-proof.ts'
import { HandIn } from './HandIn.tsx'

/** What the hardware signs about this CVM, checked in the browser, link by link. */
export function ProofTab({ cvm }: { cvm: Cvm }) {
  const { data: config } = useSuspenseQuery(configQuery)
  const { data, error, isFetching, refetch } = useQuery(proofQuery(cvm, config))
  const again = (
    <Button size="sm" icon={RotateCw} busy={isFetching} onClick={() => void refetch()}>
      Check again
    </Button>
  )
  if (!data) {
    if (!error) return <Waiting />
    return (
      <Notice tone="caution" title={failedLookText(error)} actions={again}>
        {error instanceof NotChecked
          ? 'The check could not be started, or stopped midway. Reloading the page may help.'
          : absenceText(error instanceof ApiError ? error.kind : null)}{' '}
        So nothing is said about what runs.
      </Notice>
    )
  }
  if ('unreadable' in data) {
    return (
      <Notice tone="stop" title="What the server returned is not a quote." actions={again}>
        {data.unreadable}
      </Notice>
    )
  }
  const { proof, attestation, issuedAt, isPast, collateral } = data
  const { quote } = proof.evidence
  return (
    <div className="space-y-4">
      <ProofVerdict
        proof={proof}
        isPast={isPast}
        actions={
          <>
            {again}
            <Button size="sm" icon={Download} disabledReason={quote ? null : 'There is no quote to save.'} onClick={() => saveProof(proof)}>
              Save the proof
            </Button>
            <Link to="/verify" className="text-13 font-medium text-accent underline underline-offset-2">
              Check a saved proof
            </Link>
          </>
        }
      >
        {attestation.is_online ? null : <p>The server says that this CVM is not online, so there is nothing to check now.</p>}
        {attestation.is_online && attestation.is_public === false ? (
          <p>This CVM keeps its event log and file to itself (its public TCB info is off), so only the hardware can be checked.</p>
        ) : null}
        {issuedAt ? (
          <p>
            The quote was made for a certificate of <Age by="server" at={issuedAt} />, as the server says: it tells what ran then.
          </p>
        ) : null}
        {error ? <p>The last attempt to check again failed; this is what was checked before.</p> : null}
      </ProofVerdict>
      {quote && collateral === 'none' ? <HandIn quote={quote} onHandedIn={refetch} /> : null}
      {quote && collateral === 'unread' ? (
        <Notice tone="caution" title="The collateral could not be read." actions={again}>
          Without it nobody can judge the signatures. Whether the server has some is not known.
        </Notice>
      ) : null}
      <ProofCard proof={proof} />
    </div>
  )
}

const Waiting = () => (
  <div className="space-y-4" aria-busy="true">
    <Skeleton className="h-24 w-full" />
    <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <Skeleton className="h-96 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  </div>
)
