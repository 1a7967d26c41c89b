import { fields } from '@/updates/fields/fields.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import type { HashVerdict } from '@/updates/verdict/hash-verdict.ts'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { unprovenWords } from './unproven-texts.ts'

interface VerdictNoticesProps {
  ticket: Pick<Ticket, 'composeHash' | 'redeploys'>
  verdict: HashVerdict | null
  /** Somebody has allowed it on the contract already. */
  isAllowed?: boolean
  /** Whether the person goes on with a hash that could not be verified; absent where nobody is asked. */
  goesOnUnproven?: boolean
  onGoOnUnproven?: (goesOn: boolean) => void
}

/** What speaks against signing, from our own computation of the hash. Nothing when it is proven. */
export function VerdictNotices({ ticket, verdict, isAllowed = false, goesOnUnproven = false, onGoOnUnproven }: VerdictNoticesProps) {
  if (verdict?.kind === 'mismatch') {
    const aim = ticket.redeploys ? 'the one of the revision' : 'what your edits lead to'
    return (
      <Notice
        tone="stop"
        role="alert"
        title={isAllowed ? `Not confirmed: the hash that the contract allows is not ${aim}.` : `Do not sign: this hash is not ${aim}.`}
      >
        <p>
          The server asks for{' '}
          <span translate="no" className="font-mono break-all">
            {ticket.composeHash}
          </span>
          .
        </p>
        <p>
          {ticket.redeploys ? 'In the list of revisions it has' : 'The stored configuration with your edits has'}{' '}
          <span translate="no" className="font-mono break-all">
            {verdict.ours}
          </span>
          .
        </p>
        {verdict.leftOut ? <p>The server’s hash is exactly the one without your change of “{fields[verdict.leftOut].label}”.</p> : null}
        {isAllowed ? <p>The running version is untouched. Ask the contract’s owner why this hash was allowed.</p> : null}
        <p>Go back, load the page again and compare the configuration. If it comes back, report both hashes to Phala Cloud.</p>
      </Notice>
    )
  }
  if (verdict?.kind === 'unproven') {
    return (
      <Notice tone="caution" title="The hash could not be verified independently.">
        <p>{unprovenWords[verdict.reason]} That is no sign of an error, but only the server vouches for it.</p>
        <Checkbox
          className="pt-1"
          label="Continue without this check"
          checked={goesOnUnproven}
          onChange={(event) => onGoOnUnproven?.(event.target.checked)}
        />
      </Notice>
    )
  }
  return null
}
