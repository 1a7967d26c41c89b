import { networkName } from '@/domain/network-names.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import type { ApprovalRequest } from '@/updates/handover/handover-link.ts'
import { ApprovalElsewhere } from '@/features/approval/ask/ApprovalElsewhere.tsx'
import { TroubleNotice } from '@/features/approval/wallet/TroubleNotice.tsx'
import { WhatWillBeSigned } from './WhatWillBeSigned.tsx'

interface UnreadableChainDialogProps {
  cvmId: string
  request: ApprovalRequest
  onClose: () => void
}

/** For a chain that the gateway has no RPC for: nothing can be checked, so nothing is signed here. */
export function UnreadableChainDialog({ cvmId, request, onClose }: UnreadableChainDialogProps) {
  const { ticket } = request
  const chainName = networkName(ticket.chainId)
  return (
    <Dialog
      open
      onClose={onClose}
      title="Allow this compose hash"
      tone="onchain"
      size="md"
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="space-y-5">
        <TroubleNotice
          trouble="chain-not-offered"
          names={{ chainName, walletChain: chainName, currency: '', owner: 'the owner', ownerKind: 'a contract', account: 'no account' }}
        />
        <WhatWillBeSigned ticket={ticket} chain={null} facts={null} account={null} isAskingWallet={false} />
        <ApprovalElsewhere cvmId={cvmId} request={request} deviceId={null} chain={null} owner={null} withCalls />
      </div>
    </Dialog>
  )
}
