import { useEffect } from 'react'
import type { WalletRequest } from '@/chain/call-register.ts'
import type { Finding } from '@/chain/look-for-request.ts'
import type { LookedUpRequest } from '@/chain/use-wallet-requests.ts'
import { abbreviate } from '@/lib/abbreviate.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'

interface OpenRequestsProps {
  requests: readonly LookedUpRequest[]
  /** What the call does, as in "it did not …". */
  purpose: 'register this hash' | 'allow this device'
  /** The person wants another request beside them. */
  isAgainChosen: boolean
  onChooseAgain: (isChosen: boolean) => void
  /** The person says that a request is not in the wallet any more. */
  onForget: (request: WalletRequest) => void
}

/** Names every request for a call that may still be approved, before anyone is asked to sign again. */
export function OpenRequests({ requests, purpose, isAgainChosen, onChooseAgain, onForget }: OpenRequestsProps) {
  if (requests.length === 0) return null
  return (
    <div className="space-y-3">
      {requests.map((looked) => (
        <OpenRequest key={looked.request.startedAt} {...looked} purpose={purpose} onForget={() => onForget(looked.request)} />
      ))}
      <Checkbox
        label="Ask the wallet once more"
        hint="If both requests are approved, you pay twice."
        checked={isAgainChosen}
        onChange={(event) => onChooseAgain(event.target.checked)}
      />
    </div>
  )
}

interface OpenRequestProps extends LookedUpRequest {
  purpose: OpenRequestsProps['purpose']
  onForget: () => void
}

function OpenRequest({ request, finding, isUnreachable, purpose, onForget }: OpenRequestProps) {
  const title = titleOf(request, finding, { isUnreachable, purpose })
  useEffect(() => announce(title), [title])
  const isCalm = finding === null || finding.kind === 'nothing'
  return (
    <Notice
      tone={isCalm ? 'neutral' : 'caution'}
      title={title}
      actions={
        request.transactionHash ? null : (
          <Button size="sm" onClick={onForget}>
            It is not in my wallet
          </Button>
        )
      }
    >
      {explanations[finding?.kind ?? 'nothing']}
      {request.transactionHash ? (
        <p className="flex flex-wrap items-center gap-x-1.5">
          Transaction <CopyableId value={request.transactionHash} label="transaction hash" />
        </p>
      ) : (
        <p>
          The earlier request may still be open in your wallet. Look there first: reject it before you sign again, or approve it. This page
          updates either way.
        </p>
      )}
    </Notice>
  )
}

const payTwice = 'It may be this one. Wait for it before you sign again, or you may pay twice.'

const explanations: Record<Finding['kind'], React.ReactNode> = {
  nothing: null,
  allowed: null,
  over: null,
  waiting: <p>It is this very call. Once it is in a block, nothing is left to sign.</p>,
  other: <p>That transaction did something else, failed, or was cancelled in the wallet.</p>,
  unidentified: <p>{payTwice}</p>,
  unseen: (
    <p>
      The node no longer knows this account’s earlier waiting transactions, so it may have dropped a later one too. Look at the activity in
      your wallet before you sign again, or you may pay twice.
    </p>
  ),
  forgotten: <p>Another node may know it. Look at the activity in your wallet before you sign again, or you may pay twice.</p>,
}

function titleOf(
  { from, startedAt, transactionHash }: WalletRequest,
  finding: Finding | null,
  { isUnreachable, purpose }: { isUnreachable: boolean; purpose: OpenRequestsProps['purpose'] },
): string {
  const since = `from 0x${abbreviate(from.slice(2), 4)} since ${formatExactTime(startedAt)}`
  const isWaiting = finding === null || finding.kind === 'waiting' || finding.kind === 'unidentified'
  if (transactionHash && isWaiting && !isUnreachable) return 'Sent. Waiting for its block.'
  if (isUnreachable) return `The chain cannot be reached, so it is not known whether something was sent ${since}.`
  switch (finding?.kind) {
    case undefined:
      return `Checking whether something was sent ${since}.`
    case 'nothing':
      return `Nothing was sent ${since}.`
    case 'waiting':
    case 'unidentified':
      return `A transaction was sent ${since} and waits for a block.`
    case 'unseen':
      return `The chain cannot tell whether something was sent ${since}.`
    case 'forgotten':
      return `The node does not know the transaction that was sent ${since}.`
    case 'other':
      return `A transaction was sent ${since}, but it did not ${purpose}.`
    default:
      return transactionHash ? `A transaction was sent ${since}.` : `A request was made ${since}.`
  }
}
