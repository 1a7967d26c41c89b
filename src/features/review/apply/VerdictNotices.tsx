import { useQueryClient } from '@tanstack/react-query'
import { describeFailure } from '@/api/describe-failure.ts'
import { cvmQueries } from '@/api/queries.ts'
import { fields } from '@/updates/fields/fields.ts'
import type { HashVerdict } from '@/updates/verdict/hash-verdict.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { unprovenWords } from './unproven-texts.ts'

interface VerdictNoticesProps {
  cvmId: string
  composeHash: string
  verdict: HashVerdict | null
  /** The request that the check needs failed. */
  cannotRead: unknown
  goesOnUnproven: boolean
  onGoOnUnproven: (goesOn: boolean) => void
}

/** What speaks against signing, from our own computation of the hash. Nothing when it is proven. */
export function VerdictNotices({ cvmId, composeHash, verdict, cannotRead, goesOnUnproven, onGoOnUnproven }: VerdictNoticesProps) {
  const queryClient = useQueryClient()
  if (verdict?.kind === 'mismatch') {
    return (
      <Notice tone="stop" role="alert" title="Do not sign: this hash is not what your edits lead to.">
        <p>
          The server asks for{' '}
          <span translate="no" className="font-mono break-all">
            {composeHash}
          </span>
          .
        </p>
        <p>
          The stored configuration with your edits has{' '}
          <span translate="no" className="font-mono break-all">
            {verdict.ours}
          </span>
          .
        </p>
        {verdict.leftOut ? <p>The server’s hash is exactly the one without your change of “{fields[verdict.leftOut].label}”.</p> : null}
        <p>Go back, load the page again and compare the configuration. If it comes back, report both hashes to Phala Cloud.</p>
      </Notice>
    )
  }
  if (verdict?.kind === 'unproven') {
    return (
      <Notice tone="caution" title="The hash could not be verified independently.">
        <p>{unprovenWords[verdict.reason]} That is no sign of an error, but nothing except the server vouches for it.</p>
        <Checkbox
          className="pt-1"
          label="Go on without this check"
          checked={goesOnUnproven}
          onChange={(event) => onGoOnUnproven(event.target.checked)}
        />
      </Notice>
    )
  }
  if (verdict?.kind !== 'checking' || !cannotRead) return null
  return (
    <FailureNotice
      {...describeFailure(cannotRead)}
      actions={
        <Button size="sm" onClick={() => void queryClient.refetchQueries({ queryKey: [...cvmQueries.one(cvmId), 'hash-verdict'] })}>
          Check again
        </Button>
      }
    />
  )
}
