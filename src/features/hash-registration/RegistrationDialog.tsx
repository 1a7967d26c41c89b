import { useEffect, useMemo, useState } from 'react'
import { useConfig } from 'wagmi'
import { chainClient, type ChainFacts } from '@/chain/chain-client.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { abbreviate } from '@/lib/abbreviate.ts'
import { announce } from '@/ui/announce.ts'
import { Button } from '@/ui/Button.tsx'
import { Dialog } from '@/ui/Dialog.tsx'
import type { UpdateHandle } from '@/updates/update-handle.ts'
import type { UpdateState } from '@/updates/update-machine.ts'
import { ApprovalElsewhere } from './ApprovalElsewhere.tsx'
import { ContractRemarks } from './ContractRemarks.tsx'
import { DeviceStep } from './DeviceStep.tsx'
import { LeftPrompt } from './LeftPrompt.tsx'
import { preflight } from './preflight.ts'
import { ReasonNotice } from './ReasonNotice.tsx'
import { isPromptOpen } from './sign-registration.ts'
import { TroubleNotice } from './TroubleNotice.tsx'
import { UnansweredPrompt, useUnansweredPrompt } from './UnansweredPrompt.tsx'
import { useAllowDevice } from './use-allow-device.ts'
import { useFocusAfterwards } from './use-focus-afterwards.ts'
import { useRegistrationFacts } from './use-registration-facts.ts'
import { useSigning } from './use-signing.ts'
import { useTakesLong } from './use-takes-long.ts'
import { useWallet } from './use-wallet.ts'
import { walletTroubleTexts, type TroubleContext, type WalletTrouble } from './wallet-failure-texts.ts'
import { useWallets } from './use-wallets.ts'
import { WaitingForWallet } from './WaitingForWallet.tsx'
import { WalletSection } from './WalletSection.tsx'
import { WhatWillBeSigned } from './WhatWillBeSigned.tsx'

interface RegistrationDialogProps {
  cvm: Cvm
  chain: ChainFacts
  chains: readonly ChainFacts[]
  state: Extract<UpdateState, { step: 'wallet' }>
  update: UpdateHandle
}

/** Reasons that are said where the wallet is chosen, or need no notice of their own. */
const saidElsewhere = new Set<WalletTrouble>(['not-connected', 'checking'])
/** No account can sign, whichever wallet is connected. */
const withoutWallet = new Set<WalletTrouble>([
  'owner-is-contract',
  'nobody-owns',
  'kms-contract',
  'not-the-app-contract',
  'no-contract',
  'not-an-app-contract',
])

export function RegistrationDialog({ cvm, chain, chains, state, update }: RegistrationDialogProps) {
  const { ticket, stage } = state
  const { send } = update
  const client = useMemo(() => chainClient(chain), [chain])
  const [isHidden, setHidden] = useState(false)
  useFocusAfterwards(!isHidden)

  const facts = useRegistrationFacts(client, ticket)
  const wallet = useWallet()
  const wallets = useWallets()
  const proofOfAllowance = facts.isAllowed && facts.proof === null ? 'not-found' : 'looking'
  const config = useConfig()
  const device = useAllowDevice(config, client, ticket, facts)
  const signing = useSigning({
    config,
    client,
    ticket,
    proofOfAllowance,
    earlier: stage === 'connect' ? null : (state.attempt ?? null),
    send,
    onBlocked: facts.readAgain,
  })

  const isAsking = signing.phase === 'asking' || (signing.phase === 'idle' && isPromptOpen(ticket))
  const openAttempt = stage !== 'connect' && !isAsking && signing.phase === 'idle' ? (state.attempt ?? null) : null
  const unanswered = useUnansweredPrompt(client, ticket, openAttempt, send)

  // The machine takes no second request while it believes in an open one.
  const hasLostPrompt = stage === 'prompting' && openAttempt !== null
  useEffect(() => {
    if (hasLostPrompt) send({ type: 'closeWallet' })
  }, [hasLostPrompt, send])

  const isConnectSlow = useTakesLong(wallet.asking !== null || wallet.isSwitching)

  const { proof } = facts
  useEffect(() => {
    if (proof) send({ type: 'alreadyAllowed', proof })
  }, [proof, send])

  const verdict = preflight({
    ticket,
    isChainOffered: true,
    isChainUnreachable: facts.isUnreachable,
    contract: facts.contract,
    simulation: facts.simulation,
    wallet: { account: wallet.account, chainId: wallet.chainId },
    proofOfAllowance,
  })
  const reason = verdict.canSign ? null : verdict.reason
  const owner = facts.contract?.owner ?? null
  const names: TroubleContext = {
    chainName: chain.name,
    walletChain: networkName(chains, wallet.chainId),
    currency: chain.currency.symbol,
    owner: owner ? shortAddress(owner.address) : 'the owner',
    ownerKind: owner?.kind === 'safe' ? 'a Safe' : 'a contract',
    account: wallet.account ? shortAddress(wallet.account) : 'no account',
  }

  const { result } = signing
  const failure = result?.kind === 'failed' ? result.failure : wallet.failure
  const isUncertain = result?.kind === 'failed' && result.finding?.kind !== 'nothing'
  /** What only the last check found: a wallet need not tell of every change. */
  const lateReason = result?.kind === 'blocked' ? result.reason : null
  const currentReason = reason ?? lateReason
  const shownReason = currentReason && !saidElsewhere.has(currentReason) && currentReason !== failure?.kind ? currentReason : null
  const status = statusText(signing.phase, isAsking)
  useEffect(() => {
    if (status) announce(status)
  }, [status])
  useAnnouncedTrouble(failure?.kind ?? currentReason, names)

  const needsWallet = reason === null || !withoutWallet.has(reason)
  const mustLookFirst = openAttempt !== null && unanswered.shown?.finding === null
  const disabledReason = signDisabledReason()

  function signDisabledReason(): string | null {
    if (isAsking) return 'A request is waiting in your wallet.'
    if (device.isUnderWay) return 'The signature for the device comes first.'
    if (mustLookFirst) return 'First it is looked up what became of the earlier request.'
    return reason ? walletTroubleTexts[reason](names).title : null
  }

  function sign() {
    unanswered.forget()
    signing.sign()
  }

  function close() {
    // A prompt can still be answered, so the update stays where it is and the way back stays on the page.
    if (state.attempt) setHidden(true)
    else signing.cancel()
    send({ type: 'closeWallet' })
  }

  if (isHidden) return <LeftPrompt isAsking={isAsking} onReturn={() => setHidden(false)} />

  return (
    <Dialog
      open
      onClose={close}
      title="Sign to allow this compose hash"
      description={`Update of ${cvm.name}. The app contract has to allow the new configuration before it may start.`}
      tone="onchain"
      size="md"
      // A wallet may put its prompt into the page: the pointer has to reach it, and a press on it is not a press outside.
      modal="trap-focus"
      isPersistent
      footer={
        <>
          <Button onClick={close}>Close</Button>
          {needsWallet ? (
            <Button
              variant="onchain"
              busy={signing.phase !== 'idle' || isAsking}
              disabledReason={signing.phase === 'idle' && !isAsking ? disabledReason : null}
              onClick={sign}
            >
              {isAsking
                ? 'Waiting for your wallet'
                : signing.phase === 'checking'
                  ? 'Checking'
                  : openAttempt || result
                    ? 'Sign again'
                    : 'Sign'}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="space-y-5">
        {unanswered.shown && !isAsking ? <UnansweredPrompt {...unanswered.shown} isUnreachable={unanswered.isUnreachable} /> : null}

        {isAsking || isConnectSlow ? (
          <WaitingForWallet
            isSlow={signing.isSlow || signing.phase === 'idle'}
            onStopWaiting={isAsking ? signing.stopWaiting : wallet.stopWaiting}
          />
        ) : null}

        {failure ? (
          <TroubleNotice
            trouble={failure.kind}
            names={names}
            detail={failure.detail}
            safeInstead={isUncertain ? 'The prepared update is kept.' : null}
          />
        ) : null}
        {shownReason ? <ReasonNotice reason={shownReason} names={names} chain={chain} facts={facts} wallet={wallet} /> : null}
        <ContractRemarks cvm={cvm} ticket={ticket} facts={facts} />
        <DeviceStep
          device={device}
          chain={chain}
          names={names}
          disabledReason={signing.phase !== 'idle' || isAsking ? 'A request is waiting in your wallet.' : walletReason(reason, names)}
          canSignHere={needsWallet}
        />

        <WhatWillBeSigned ticket={ticket} chain={chain} facts={facts} account={wallet.account} isAskingWallet={needsWallet} />

        {needsWallet ? <WalletSection wallet={wallet} wallets={wallets} names={names} isAsking={isAsking} /> : null}
        {reason === 'owner-is-contract' || (needsWallet && !wallet.connector && wallets.length === 0) ? (
          <ApprovalElsewhere ticket={ticket} deviceId={device.deviceId} />
        ) : null}
      </div>
    </Dialog>
  )
}

/** What stands in the way of any signature, not only of the one for the hash. */
const walletReason = (reason: WalletTrouble | null, names: TroubleContext) =>
  reason === null || reason === 'already-allowed' ? null : walletTroubleTexts[reason](names).title

const shortAddress = (address: string) => `0x${abbreviate(address.slice(2), 4)}`

function networkName(chains: readonly ChainFacts[], chainId: number | null): string {
  if (chainId === null) return 'no network'
  return chains.find(({ id }) => id === chainId)?.name ?? `network ${chainId}`
}

function statusText(phase: ReturnType<typeof useSigning>['phase'], isAsking: boolean): string | null {
  if (isAsking) return 'Confirm in your wallet.'
  if (phase === 'checking') return 'Checking account, network and contract.'
  return phase === 'looking' ? 'Looking on the chain whether something was sent.' : null
}

/** Says a new obstacle once, politely. */
function useAnnouncedTrouble(trouble: WalletTrouble | null, names: TroubleContext) {
  const text = trouble && trouble !== 'checking' ? walletTroubleTexts[trouble](names).title : null
  useEffect(() => {
    if (text) announce(text)
  }, [text])
}
