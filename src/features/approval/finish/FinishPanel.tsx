import { Play } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { networkTitle } from '@/domain/network-names.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Definition } from '@/ui/layout/DefinitionList.tsx'
import { focusPage } from '@/ui/layout/focus-page.ts'
import { HashFacts } from '@/ui/feedback/HashFacts.tsx'
import { useNow } from '@/ui/feedback/use-now.ts'
import { deviceWords } from '@/updates/verdict/device-allowance.ts'
import { type FinishRequest, preparedUntil } from '@/updates/handover/handover-link.ts'
import { FinishNotice } from './FinishNotice.tsx'
import { type Finish, useFinish } from './use-finish.ts'

export interface FinishPanelProps {
  request: FinishRequest
  /** What its token came with, as `heldToken` knows it. */
  tokenOf: string
  /** Back to the fields; `null` where a link said everything. */
  onPasteAgain: (() => void) | null
  /** The file that is open leads to another hash. */
  isContradicted: boolean
}

/** Where the prepared update stands, as read from the chain, and the one button that starts it. Mount it anew for another link. */
export function FinishPanel({ request, tokenOf, onPasteAgain, isContradicted }: FinishPanelProps) {
  const { ticket } = request
  const finish = useFinish(request, tokenOf)
  const { chain, registration, commit, isDeviceRefused, correlationId } = finish
  const [goesOnWithoutDevice, setGoesOnWithoutDevice] = useState(false)
  const isEnded = correlationId !== null || finish.isOver
  // The pressed button is gone then.
  useEffect(() => {
    if (isEnded) focusPage()
  }, [isEnded])
  const pasteAgain = onPasteAgain && !commit.isPending ? <Button onClick={onPasteAgain}>Back to the fields</Button> : null
  const until = preparedUntil(ticket)
  const now = useNow('server')
  return (
    <>
      <FinishNotice request={request} finish={finish} isContradicted={isContradicted} />
      <Card title="Status">
        <HashFacts {...ticket} network={networkTitle(ticket.chainId, chain)}>
          <Definition term="Contract’s list">{allowanceText(finish)}</Definition>
          <Definition term="Device">{deviceText(request, finish)}</Definition>
          {registration.data?.transactionHash ? (
            <Definition term="Transaction">
              <CopyableId value={registration.data.transactionHash} label="transaction hash" />
            </Definition>
          ) : null}
          {request.pasted ? null : (
            <>
              <Definition term="Prepared">
                {formatExactTime(ticket.issuedAt)}{' '}
                <span className="whitespace-nowrap text-muted">
                  (<Age by="server" at={ticket.issuedAt} />)
                </span>
              </Definition>
              <Definition term="Kept until about">
                {formatExactTime(until)}
                {until.getTime() < now ? (
                  <span className="text-muted">
                    {' '}
                    – this time has passed, so it may have to be prepared again; confirming shows whether it does
                  </span>
                ) : null}
              </Definition>
            </>
          )}
        </HashFacts>
        {isEnded ? (
          // One of the fields may be what was wrong.
          correlationId === null && pasteAgain && <div className="mt-4 border-t border-line pt-4">{pasteAgain}</div>
        ) : (
          <div className="mt-4 space-y-3 border-t border-line pt-4">
            {isDeviceRefused ? (
              <Checkbox
                label="Confirm although the contract does not allow the device"
                hint="The CVM would stop and not start again until it is allowed."
                checked={goesOnWithoutDevice}
                onChange={(event) => setGoesOnWithoutDevice(event.target.checked)}
              />
            ) : null}
            <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
              <Button
                variant="primary"
                icon={Play}
                busy={commit.isPending}
                disabledReason={
                  commit.isPending ? null : whyNot(finish, { isPasted: onPasteAgain !== null, isContradicted, goesOnWithoutDevice })
                }
                onClick={() => commit.mutate(registration.data?.transactionHash ?? null)}
              >
                {commit.isError ? 'Confirm again' : 'Confirm'}
              </Button>
              <span className="text-12 text-muted">
                Starts the update: the CVM restarts. The {request.pasted ? 'token' : 'link'} works once.
              </span>
              {pasteAgain}
            </div>
          </div>
        )}
      </Card>
    </>
  )
}

/** Why the update cannot be started now; `null` when it can. */
function whyNot(
  { hasToken, registration, isDeviceRefused }: Finish,
  { isPasted, isContradicted, goesOnWithoutDevice }: { isPasted: boolean; isContradicted: boolean; goesOnWithoutDevice: boolean },
): string | null {
  if (isContradicted) return 'The file that you opened is not what the hash stands for.'
  if (!hasToken) {
    return isPasted
      ? 'The token is not in this page any more. Paste it again.'
      : 'The secret part of the link is not in this page. Open the link again, as it was sent to you.'
  }
  if (registration.isError) return 'The contract cannot be read at the moment.'
  if (!registration.data) return 'The contract is being read.'
  if (!registration.data.allowed) return 'The contract does not allow the hash yet.'
  if (registration.data.isSettling) return 'The registration is very recent: waiting for the next block.'
  return isDeviceRefused && !goesOnWithoutDevice ? 'The contract does not allow the CVM’s device yet.' : null
}

const unread = (hasFailed: boolean) => <span className="text-muted">{hasFailed ? 'cannot be read at the moment' : 'reading…'}</span>

function allowanceText({ registration }: Finish): ReactNode {
  if (!registration.data) return unread(registration.isError)
  if (!registration.data.allowed) return 'does not allow this hash yet'
  return registration.data.isSettling ? 'allows this hash; waiting for one more block' : 'allows this hash'
}

function deviceText({ ticket, pasted }: FinishRequest, { device, registration }: Finish): ReactNode {
  if (ticket.deviceId === null) return <span className="text-muted">not named{pasted ? null : ' by the link'}</span>
  if (device === null) return unread(registration.isError)
  return deviceWords(device)
}
