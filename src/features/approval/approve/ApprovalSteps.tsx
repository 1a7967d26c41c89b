import { Diamond } from 'lucide-react'
import { useEffect, useSyncExternalStore } from 'react'
import type { ChainClient, ChainFacts } from '@/chain/chain-client.ts'
import { Card } from '@/ui/layout/Card.tsx'
import type { ApprovalRequest } from '@/updates/handover/handover-link.ts'
import { approvalTitle } from './approval-title.ts'
import type { Approval, ApprovalState } from './approval-run.ts'
import { ApprovalCalls } from './ApprovalCalls.tsx'
import { ApprovalStatus } from './ApprovalStatus.tsx'
import { Fold } from './Fold.tsx'
import { DeviceStep } from '@/features/approval/device/DeviceStep.tsx'
import { HandoverLink } from '@/features/approval/ask/HandoverLink.tsx'
import { refusedDevice } from '@/features/approval/device/refused-device.ts'
import { SignButton } from '@/features/approval/signing/SignButton.tsx'
import { SigningTroubles } from '@/features/approval/signing/SigningTroubles.tsx'
import { useFocusAfterwards } from '@/features/approval/signing/use-focus-afterwards.ts'
import { useRegistration } from '@/features/approval/signing/use-registration.ts'
import { useRegistrationFacts } from '@/features/approval/signing/use-registration-facts.ts'
import { WalletSection } from '@/features/approval/wallet/WalletSection.tsx'
import { LeftRequestNotice } from '@/ui/feedback/LeftRequestNotice.tsx'
import { useLeftRequests } from '@/updates/engine/use-left-requests.ts'
import { WhatWillBeSigned } from '@/features/approval/signing/WhatWillBeSigned.tsx'

interface ApprovalStepsProps {
  request: ApprovalRequest
  /** As `preflight` wants it. */
  isContradicted: boolean | null
  approval: Approval
  client: ChainClient
  chain: ChainFacts
  chains: readonly ChainFacts[]
}

/** Where the approval stands, and as long as something is left to sign, how. The contract is read every few seconds and decides. */
export function ApprovalSteps({ request, isContradicted, approval, client, chain, chains }: ApprovalStepsProps) {
  const { ticket } = request
  const { state, note, chainTrouble } = useSyncExternalStore(approval.subscribe, approval.snapshot)
  const facts = useRegistrationFacts(chain, ticket)
  const deviceId = refusedDevice(ticket, facts.contract)
  const isDone = facts.isAllowed && deviceId === null
  const left = useLeftRequests(ticket, chain)
  const { isAllowed } = facts
  useEffect(() => {
    if (isAllowed) approval.settle()
  }, [approval, isAllowed])

  return (
    <>
      <ApprovalStatus
        request={request}
        isContradicted={isContradicted === true}
        chain={chain}
        facts={facts}
        deviceId={deviceId}
        sent={!isAllowed && state.step === 'txPending' ? state.sent : null}
        note={note}
        chainTrouble={chainTrouble}
      />
      {left.count > 0 && (facts.isAllowed || state.step === 'txPending') ? (
        <LeftRequestNotice isOnItsWay={!facts.isAllowed} onForget={left.forget} />
      ) : null}
      {isDone || state.step === 'txPending' ? (
        <Card title="The call">
          <WhatWillBeSigned
            ticket={ticket}
            chain={chain}
            facts={facts}
            account={null}
            isAskingWallet={false}
            hint={isDone ? 'It was made, or is no longer needed.' : 'It was sent. Compare it with what the explorer shows, if you like.'}
          />
        </Card>
      ) : (
        <Signing
          request={request}
          isContradicted={isContradicted}
          approval={approval}
          client={client}
          chain={chain}
          chains={chains}
          state={state}
        />
      )}
    </>
  )
}

interface SigningProps extends ApprovalStepsProps {
  state: Extract<ApprovalState, { step: 'wallet' }>
}

function Signing({ request, isContradicted, approval, client, chain, chains, state }: SigningProps) {
  const { ticket } = request
  const { isForStart = false } = request
  const registration = useRegistration({
    client,
    chain,
    chains,
    state,
    send: approval.send,
    needsTransaction: false,
    isForStart,
    isContradicted,
  })
  const { facts, wallet, device, attempt, obstacle } = registration
  const { needsWallet, reason, elsewhere } = obstacle
  useFocusAfterwards(true)
  const isNothingToApprove = !needsWallet && reason !== 'owner-is-contract'
  return (
    <>
      <Card title={needsWallet ? 'Sign' : 'The call'} icon={Diamond} tone="onchain">
        <div className="space-y-5">
          <SigningTroubles registration={registration} />
          <DeviceStep registration={registration} />
          {facts.isAllowed ? null : (
            <WhatWillBeSigned
              ticket={ticket}
              chain={chain}
              facts={facts}
              account={wallet.account}
              isAskingWallet={needsWallet}
              comesAfterDevice={device.deviceId !== null && !attempt.skipsDevice}
              {...(needsWallet ? {} : { hint: isContradicted ? 'It must not be made.' : 'The owner can make it with any tool.' })}
            />
          )}
          {needsWallet ? <WalletSection registration={registration} /> : null}
          {facts.isAllowed ? null : (
            <div className="flex empty:hidden">
              <SignButton registration={registration} />
            </div>
          )}
        </div>
      </Card>
      {isNothingToApprove ? null : (
        <Card title="Approve it elsewhere">
          <p className="text-13 text-muted">
            On a phone, copy this page’s link into the browser of the wallet app. It can be opened anywhere, without a key.
          </p>
          <HandoverLink url={location.href} title={approvalTitle(request)} />
          <Fold title="Call data and Safe batch" opens={elsewhere === 'with-calls'}>
            <div className="mt-2">
              <ApprovalCalls ticket={ticket} deviceId={device.deviceId} isHashAllowed={facts.isAllowed} chain={chain} owner={facts.owner} />
            </div>
          </Fold>
        </Card>
      )}
    </>
  )
}
