import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { WagmiContext } from 'wagmi'
import { configQuery } from '@/api/session-queries.ts'
import { chainClient } from '@/chain/chain-client.ts'
import { toBytes32 } from '@/domain/identifiers.ts'
import { networkName } from '@/domain/network-names.ts'
import { Card } from '@/ui/layout/Card.tsx'
import type { ApprovalRequest } from '@/updates/handover/handover-link.ts'
import { openPublicWorld } from '@/updates/engine/open-update-world.ts'
import { createApproval } from './approval-run.ts'
import { ApprovalCalls } from './ApprovalCalls.tsx'
import { ApprovalSteps } from './ApprovalSteps.tsx'
import { TroubleNotice } from '@/features/approval/wallet/TroubleNotice.tsx'
import { walletConfig } from '@/features/approval/wallet/wallet-config.ts'
import { WhatWillBeSigned } from '@/features/approval/signing/WhatWillBeSigned.tsx'

export interface DeskProps {
  request: ApprovalRequest
  /** Whether the change that came along leads to another hash; `null` while it is being read. */
  isContradicted: boolean | null
}

/** Where the owner signs without an update, a session or a CVM in sight: only what a link says, and the chain. Mount it anew for another link. */
export function SignApproval({ request, isContradicted }: DeskProps) {
  const { ticket } = request
  const { data: runtime } = useQuery(configQuery)
  const chain = runtime?.chains.find(({ id }) => id === ticket.chainId)
  const desk = useMemo(
    () => (runtime && chain ? { client: chainClient(chain), approval: createApproval(request, openPublicWorld(runtime)) } : null),
    [runtime, chain, request],
  )
  if (!runtime) return null
  const [first, ...others] = runtime.chains
  if (!first || !chain || !desk) return isContradicted === false ? <UnreadableChain request={request} /> : null
  return (
    // Not WagmiProvider: it reconnects to every wallet it knows, and does so on each render.
    <WagmiContext.Provider value={walletConfig([first, ...others])}>
      <ApprovalSteps {...desk} request={request} isContradicted={isContradicted} chain={chain} chains={runtime.chains} />
    </WagmiContext.Provider>
  )
}

/** The gateway has no RPC for it: nothing can be checked, so nothing is signed here. */
function UnreadableChain({ request: { ticket, isForStart } }: { request: ApprovalRequest }) {
  const chainName = networkName(ticket.chainId)
  // An update may need its hash alone. A start was refused for the one or the other, and which cannot be asked: both calls are right.
  const deviceId = isForStart && ticket.deviceId ? toBytes32(ticket.deviceId) : null
  return (
    <>
      <TroubleNotice
        trouble="chain-not-offered"
        names={{
          chainName,
          walletChain: chainName,
          currency: '',
          owner: 'the owner',
          ownerKind: 'a contract',
          account: 'no account',
          isForStart,
        }}
      />
      <Card title="The call">
        <div className="space-y-5">
          <WhatWillBeSigned
            ticket={ticket}
            chain={null}
            facts={null}
            account={null}
            isAskingWallet={false}
            hint="The owner can make it with any tool."
          />
          <div className="border-t border-line pt-4">
            <ApprovalCalls ticket={ticket} deviceId={deviceId} chain={null} owner={null} />
          </div>
        </div>
      </Card>
    </>
  )
}
