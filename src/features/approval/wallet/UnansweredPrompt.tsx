import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ChainClient } from '@/chain/chain-client.ts'
import { abbreviate } from '@/lib/abbreviate.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { Notice } from '@/ui/feedback/Notice.tsx'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import type { Attempt, Ticket } from '@/updates/engine/update-machine.ts'
import { lookForSent, type Finding } from '@/features/approval/signing/look-for-sent.ts'
import { reportFinding } from '@/features/approval/signing/sign-registration.ts'

const lookAgainMs = 4_000

/** What became of a prompt whose answer this page never got. Follows by itself when it was approved after all. */
export function useUnansweredPrompt(client: ChainClient, ticket: Ticket, attempt: Attempt | null, send: UpdateHandle['send']) {
  const look = useQuery({
    queryKey: ['chain', ticket.chainId, 'sent-since', ticket.composeHash, attempt?.from, attempt?.nonce, attempt?.startedAt],
    queryFn: () => lookForSent(client, ticket, attempt!), // enabled requires it
    enabled: attempt !== null,
    refetchInterval: lookAgainMs,
    gcTime: 0,
    retry: false,
  })
  const finding = attempt ? (look.data ?? null) : null
  // The update forgets an attempt whose nonce something else has used; what was found stays on screen until the next signature.
  const [known, setKnown] = useState<{ attempt: Attempt; finding: Finding } | null>(null)
  if (attempt && finding && known?.finding !== finding) setKnown({ attempt, finding })
  useEffect(() => {
    if (!attempt || !finding) return
    if (finding.kind === 'registered' || finding.kind === 'waiting') reportFinding(finding, attempt, send)
  }, [attempt, finding, send])
  const shown = attempt ? { attempt, finding } : known
  return { shown, isUnreachable: attempt !== null && look.isError, forget: () => setKnown(null) }
}

interface UnansweredPromptProps {
  attempt: Attempt
  finding: Finding | null
  isUnreachable: boolean
}

/** Says what was found, before anyone is asked to sign again. */
export function UnansweredPrompt({ attempt, finding, isUnreachable }: UnansweredPromptProps) {
  const since = `from 0x${abbreviate(attempt.from.slice(2), 4)} since ${formatExactTime(attempt.startedAt)}`
  const title = findingTitle(finding, since, isUnreachable)
  useEffect(() => announce(title), [title])
  return (
    <Notice tone={finding?.kind === 'nothing' || finding === null ? 'neutral' : 'caution'} title={title}>
      {finding?.kind === 'other' ? (
        <p>That transaction did something else, failed, or was cancelled in the wallet. The contract does not allow the hash yet.</p>
      ) : null}
      {finding?.kind === 'unidentified' ? <p>It may be this one. Wait for it before you sign again, or you may pay twice.</p> : null}
      {finding?.kind === 'unseen' ? (
        <p>
          Earlier transactions of this account, which were waiting then, are gone from the node’s view, and one that came after them would
          be as well. Look at the activity in your wallet before you sign again, or you may pay twice.
        </p>
      ) : null}
      <p>
        The earlier request may still be open in your wallet. Look there first: reject it before you sign again, or approve it. This page
        notices either way.
      </p>
    </Notice>
  )
}

function findingTitle(finding: Finding | null, since: string, isUnreachable: boolean): string {
  if (isUnreachable) return `The chain cannot be reached, so it is not known whether something was sent ${since}.`
  switch (finding?.kind) {
    case undefined:
      return `Looking whether something was sent ${since}.`
    case 'nothing':
      return `Nothing was sent ${since}.`
    case 'unidentified':
      return `A transaction was sent ${since} and waits for a block.`
    case 'unseen':
      return `The chain cannot tell whether something was sent ${since}.`
    case 'other':
      return `A transaction was sent ${since}, but it did not register this hash.`
    default:
      return `A transaction was sent ${since}.`
  }
}
