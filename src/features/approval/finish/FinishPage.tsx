import { useMemo, useState } from 'react'
import { focusHeading } from '@/ui/layout/focus-page.ts'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { type FinishRequest, readFinisherLink } from '@/updates/handover/handover-link.ts'
import { BrokenLink } from '@/features/approval/approve/BrokenLink.tsx'
import { CompareChange } from '@/features/approval/approve/CompareChange.tsx'
import { useGivenChange } from '@/features/approval/approve/given-change.ts'
import { isolated } from '@/lib/isolated.ts'
import { FinishPanel, type FinishPanelProps } from './FinishPanel.tsx'
import { heldToken } from './held-token.ts'
import { HandoverFrame } from '@/features/approval/approve/HandoverFrame.tsx'
import { useFragment } from '@/features/approval/approve/use-fragment.ts'

// A link needs no fields. The names of what this page brings along are in the first chunk of every page.
const PasteFinish = optionalPart(() => import('./PasteFinish.tsx').then((module) => module.PasteFinish), {
  name: 'The fields for a token',
})

/** What a typed token belongs to: all that was typed with it. */
const nameOfTyped = (request: FinishRequest) => JSON.stringify(request)

/**
 * Where whoever holds the one-time token starts a prepared update, once its hash is allowed. No key is needed: the token is the credential,
 * whether it came in a finisher link or out of the SDK or the CLI.
 */
export function FinishPage({ isSandbox }: { isSandbox: boolean }) {
  const fragment = useFragment()
  const read = useMemo(() => readFinisherLink(fragment), [fragment])
  /** What the fields said when they were last taken. They keep it, all but the token. */
  const [typed, setTyped] = useState<FinishRequest | null>(null)
  const [isLookedUp, setLookedUp] = useState(false)
  // A link brings its own token along, so what was typed before does not stand there again behind it.
  if (isLookedUp && fragment !== '') setLookedUp(false)
  const isWithoutLink = 'problem' in read && read.problem === 'empty'
  const request = 'request' in read ? read.request : isWithoutLink && isLookedUp ? typed : null
  const tokenOf = request?.pasted ? nameOfTyped(request) : fragment

  function take(taken: FinishRequest, token: string) {
    heldToken.keep(token, nameOfTyped(taken))
    setTyped(taken)
    setLookedUp(true)
    focusHeading()
  }
  function goBack() {
    setLookedUp(false)
    focusHeading()
  }

  return (
    <HandoverFrame isSandbox={isSandbox}>
      {request ? (
        <>
          <PageHeader
            title={`Confirm the update of ${isolated(request.cvmName)}`}
            description="Someone prepared a new configuration. Once the contract’s owner has allowed its hash, confirming starts it: the CVM restarts."
          />
          <FinishSteps key={tokenOf} request={request} tokenOf={tokenOf} onPasteAgain={request.pasted ? goBack : null} />
        </>
      ) : 'problem' in read && !isWithoutLink ? (
        <BrokenLink kind="finisher link" problem={read.problem} />
      ) : (
        <>
          <PageHeader
            title="Confirm a prepared update"
            description="Open the whole finisher link as it was sent to you: some programs cut off what stands after the #. Or paste what the SDK or the CLI printed."
          />
          <PasteFinish typed={typed} onRead={take} />
        </>
      )}
    </HandoverFrame>
  )
}

/** The one button, and below it what the hash stands for: a file that says something else holds the button back. */
function FinishSteps(props: Omit<FinishPanelProps, 'isContradicted'>) {
  const { ticket } = props.request
  const given = useGivenChange(ticket.composeHash, null)
  return (
    <>
      <FinishPanel {...props} isContradicted={given.isContradicted === true} />
      <CompareChange ticket={ticket} given={given} isInLink={false} />
    </>
  )
}
