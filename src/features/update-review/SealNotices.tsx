import { useQueryClient } from '@tanstack/react-query'
import { describeFailure } from '@/api/describe-failure.ts'
import { cvmQueries } from '@/api/queries.ts'
import { fields } from '@/updates/fields.ts'
import type { HashSeal } from '@/updates/hash-seal.ts'
import { Button } from '@/ui/Button.tsx'
import { Checkbox } from '@/ui/Checkbox.tsx'
import { FailureNotice } from '@/ui/FailureNotice.tsx'
import { Notice } from '@/ui/Notice.tsx'
import { unprovenWords } from './unproven-words.ts'

interface SealNoticesProps {
  cvmId: string
  composeHash: string
  seal: HashSeal | null
  /** The request that the check needs failed. */
  cannotRead: unknown
  goesOnUnproven: boolean
  onGoOnUnproven: (goesOn: boolean) => void
}

/** What speaks against signing, from our own computation of the hash. Nothing when it is proven. */
export function SealNotices({ cvmId, composeHash, seal, cannotRead, goesOnUnproven, onGoOnUnproven }: SealNoticesProps) {
  const queryClient = useQueryClient()
  if (seal?.verdict === 'mismatch') {
    return (
      <Notice tone="stop" role="alert" title="Do not sign: this hash is not what your edits lead to.">
        <p>
          The server asks for <span className="font-mono break-all">{composeHash}</span>.
        </p>
        <p>
          The stored configuration with your edits has <span className="font-mono break-all">{seal.ours}</span>.
        </p>
        {seal.leftOut ? <p>The server’s hash is exactly the one without your change of “{fields[seal.leftOut].label}”.</p> : null}
        <p>Go back, load the page again and compare the configuration. If it comes back, report both hashes to Phala Cloud.</p>
      </Notice>
    )
  }
  if (seal?.verdict === 'unproven') {
    return (
      <Notice tone="caution" title="The hash could not be verified independently.">
        <p>{unprovenWords[seal.reason]} That is no sign of an error, but nothing except the server vouches for it.</p>
        <Checkbox
          className="pt-1"
          label="Go on without this check"
          checked={goesOnUnproven}
          onChange={(event) => onGoOnUnproven(event.target.checked)}
        />
      </Notice>
    )
  }
  if (seal?.verdict !== 'checking' || !cannotRead) return null
  return (
    <FailureNotice
      {...describeFailure(cannotRead)}
      actions={
        <Button size="sm" onClick={() => void queryClient.refetchQueries({ queryKey: [...cvmQueries.one(cvmId), 'hash-seal'] })}>
          Check again
        </Button>
      }
    />
  )
}
