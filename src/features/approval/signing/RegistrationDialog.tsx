import { useMemo, useState } from 'react'
import { chainClient, type ChainFacts } from '@/chain/chain-client.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import type { UpdateState } from '@/updates/engine/update-machine.ts'
import { ApprovalElsewhere } from '@/features/approval/ask/ApprovalElsewhere.tsx'
import { isolated } from '@/lib/isolated.ts'
import { ContractRemarks } from './ContractRemarks.tsx'
import { DeviceStep } from '@/features/approval/device/DeviceStep.tsx'
import { LeftPrompt } from '@/features/approval/wallet/LeftPrompt.tsx'
import { SignButton } from './SignButton.tsx'
import { SigningTroubles } from './SigningTroubles.tsx'
import { useFocusAfterwards } from './use-focus-afterwards.ts'
import { useRegistration } from './use-registration.ts'
import { WalletSection } from '@/features/approval/wallet/WalletSection.tsx'
import { WhatWillBeSigned } from './WhatWillBeSigned.tsx'

interface RegistrationDialogProps {
  cvm: Cvm
  chain: ChainFacts
  chains: readonly ChainFacts[]
  state: Extract<UpdateState, { step: 'wallet' }>
  update: UpdateHandle
}

/** The owner's signature as a step of an update. */
export function RegistrationDialog({ cvm, chain, chains, state, update }: RegistrationDialogProps) {
  const { send } = update
  const { ticket } = state
  const client = useMemo(() => chainClient(chain), [chain])
  const [isHidden, setHidden] = useState(false)
  useFocusAfterwards(!isHidden)
  const registration = useRegistration({ client, chain, chains, state, send, needsTransaction: true })
  const { facts, wallet, device, attempt, obstacle } = registration

  function close() {
    // A prompt can still be answered, so the update stays where it is and the way back stays on the page.
    if (state.attempt) setHidden(true)
    else attempt.stop()
    send({ type: 'closeWallet' })
  }

  if (isHidden) return <LeftPrompt isAsking={attempt.isAsking} onReturn={() => setHidden(false)} />

  return (
    <Dialog
      open
      onClose={close}
      title="Sign to allow this compose hash"
      description={`Update of ${isolated(cvm.name)}. The app contract has to allow the new configuration before it can start.`}
      tone="onchain"
      size="md"
      // A wallet may put its prompt into the page: the pointer has to reach it, and a press on it is not a press outside.
      modal="trap-focus"
      isPersistent
      isTall
      footer={
        <>
          <Button onClick={close}>Close</Button>
          <SignButton registration={registration} />
        </>
      }
    >
      <div className="space-y-5">
        <SigningTroubles registration={registration} />
        <ContractRemarks reportedAppContract={cvm.kms.reportedAppContract} ticket={ticket} facts={facts} />
        <DeviceStep registration={registration} />
        <WhatWillBeSigned
          ticket={ticket}
          chain={chain}
          facts={facts}
          account={wallet.account}
          isAskingWallet={obstacle.needsWallet}
          comesAfterDevice={device.deviceId !== null && !attempt.skipsDevice}
        />
        {obstacle.needsWallet ? <WalletSection registration={registration} /> : null}
        {obstacle.elsewhere ? (
          <ApprovalElsewhere
            cvmId={cvm.id}
            request={{ ticket, cvmName: cvm.name }}
            deviceId={device.deviceId}
            chain={chain}
            owner={facts.owner}
            withCalls={obstacle.elsewhere !== 'link'}
            isFolded={obstacle.elsewhere === 'folded'}
          />
        ) : null}
      </div>
    </Dialog>
  )
}
