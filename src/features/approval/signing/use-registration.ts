import { useEffect, useState } from 'react'
import { useConfig } from 'wagmi'
import type { ChainClient, ChainFacts } from '@/chain/chain-client.ts'
import { abbreviate } from '@/lib/abbreviate.ts'
import { announce } from '@/ui/feedback/announce.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import type { UpdateState } from '@/updates/engine/update-machine.ts'
import { preflight } from './preflight.ts'
import { isPromptOpen } from './sign-registration.ts'
import { useAllowDevice } from '@/features/approval/device/use-allow-device.ts'
import { useRegistrationFacts } from './use-registration-facts.ts'
import { useSigning } from './use-signing.ts'
import { useTakesLong } from '@/features/approval/wallet/use-takes-long.ts'
import { useUnansweredPrompt } from '@/features/approval/wallet/UnansweredPrompt.tsx'
import { useWallet } from '@/features/approval/wallet/use-wallet.ts'
import { useWallets } from '@/features/approval/wallet/use-wallets.ts'
import { walletTroubleTexts, type TroubleContext, type WalletTrouble } from '@/features/approval/wallet/wallet-failure-texts.ts'

export interface RegistrationInput {
  client: ChainClient
  chain: ChainFacts
  /** All that the console knows, for their names. */
  chains: readonly ChainFacts[]
  state: Extract<UpdateState, { step: 'wallet' }>
  send: UpdateHandle['send']
  /** An allowed hash is signed for once more where the server wants a transaction and none can be found. Whoever only approves needs none. */
  needsProof: boolean
}

/** Reasons that are said where the wallet is chosen, or need no notice of their own. */
const saidElsewhere = new Set<WalletTrouble>(['not-connected', 'checking'])
/** Asked of the wallet itself; everything else is read from the chain. */
const saidByWallet = new Set<WalletTrouble>(['not-connected', 'wrong-account', 'wrong-chain'])
/** No account can sign, whichever wallet is connected. */
const withoutWallet = new Set<WalletTrouble>([
  'owner-is-contract',
  'nobody-owns',
  'kms-contract',
  'not-the-app-contract',
  'no-contract',
  'not-an-app-contract',
])
/** No one else could approve it either, or nothing is left to approve. */
const withoutApprover = new Set<WalletTrouble>([
  'nobody-owns',
  'kms-contract',
  'not-the-app-contract',
  'no-contract',
  'not-an-app-contract',
  'already-allowed',
])
/** The owner's own wallet is here, or everything is still being read. */
const signsHere = new Set<WalletTrouble>(['checking', 'wrong-chain', 'insufficient-funds', 'reverted'])

/** Everything about one signature of the owner: what the chain says, the wallet, what is in the way, what came of it. */
export function useRegistration({ client, chain, chains, state, send, needsProof }: RegistrationInput) {
  const { ticket, stage } = state
  const facts = useRegistrationFacts(chain, ticket)
  const wallet = useWallet()
  const wallets = useWallets()
  const proofOfAllowance = needsProof && facts.isAllowed && facts.proof === null ? 'not-found' : 'looking'
  const config = useConfig()
  const device = useAllowDevice(config, client, chain, ticket, facts)
  const signing = useSigning({
    config,
    client,
    ticket,
    proofOfAllowance,
    earlier: stage === 'connect' ? null : (state.attempt ?? null),
    send,
    onBlocked: facts.readAgain,
  })

  /** Said by the person: once the hash is allowed, an update goes on by itself and the CVM would not come back. */
  const [skipsDevice, setSkipsDevice] = useState(false)
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
  // What only the last check found: a wallet need not tell of every change. What it found on the chain holds until that is read again.
  const blockedBy = result?.kind === 'blocked' ? result.reason : null
  const lateReason = blockedBy === null || saidByWallet.has(blockedBy) || facts.readAt <= signing.endedAt ? blockedBy : null
  const currentReason = reason ?? lateReason
  const status = statusText(signing.phase, isAsking)
  useEffect(() => {
    if (status) announce(status)
  }, [status])
  useAnnouncedTrouble(failure?.kind ?? currentReason, names)

  const needsWallet = reason === null || !withoutWallet.has(reason)
  const hasWallet = wallet.connector !== null || wallets.length > 0

  function signDisabledReason(): string | null {
    if (isAsking) return 'A request is waiting in your wallet.'
    if (device.isUnderWay) return 'The signature for the device comes first.'
    if (reason === null && device.deviceId !== null && !skipsDevice)
      return 'The device comes first: without it the CVM would not start again.'
    if (openAttempt !== null && unanswered.shown?.finding === null) return 'First it is looked up what became of the earlier request.'
    return reason ? walletTroubleTexts[reason](names).title : null
  }

  return {
    ticket,
    chain,
    facts,
    wallet,
    wallets,
    device,
    skipsDevice,
    setSkipsDevice,
    signing,
    unanswered,
    names,
    /** Why the wallet is not asked; `null` when it may be. */
    reason,
    /** Of these two, what deserves a notice of its own. */
    failure,
    shownReason: currentReason && !saidElsewhere.has(currentReason) && currentReason !== failure?.kind ? currentReason : null,
    isAsking,
    isConnectSlow,
    /** An earlier request may still be open in the wallet, or was answered by a failure: signing is signing again. */
    isAgain: openAttempt !== null || result !== null,
    /** Some account could sign, if it were here. */
    needsWallet,
    /**
     * What someone who cannot sign here is offered: a link for the owner, with the calls themselves where no wallet of this browser could
     * make them anyway.
     */
    elsewhere:
      reason === null || signsHere.has(reason) || withoutApprover.has(reason)
        ? null
        : reason === 'owner-is-contract' || !hasWallet
          ? ('with-calls' as const)
          : ('link' as const),
    signDisabledReason: signDisabledReason(),
    sign: () => {
      unanswered.forget()
      signing.sign()
    },
  }
}

export type Registration = ReturnType<typeof useRegistration>

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
