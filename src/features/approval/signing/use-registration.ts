import { useEffect, useMemo, useRef, useState } from 'react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useConfig } from 'wagmi'
import { configQuery } from '@/api/session-queries.ts'
import { callRegister } from '@/chain/call-register.ts'
import type { ChainClient, ChainFacts } from '@/chain/chain-client.ts'
import { useWalletRequests } from '@/chain/use-wallet-requests.ts'
import type { Hex } from '@/domain/identifiers.ts'
import { networkName } from '@/domain/network-names.ts'
import { abbreviate } from '@/lib/abbreviate.ts'
import { browserStore } from '@/lib/storage.ts'
import { announce } from '@/ui/feedback/announce.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import type { UpdateState } from '@/updates/engine/update-machine.ts'
import { type AllowDevice, useAllowDevice } from '@/features/approval/device/use-allow-device.ts'
import { ownersOrFirst } from '@/features/approval/wallet/ask-wallet.ts'
import { useAsking } from '@/features/approval/wallet/use-asking.ts'
import { useTakesLong } from '@/features/approval/wallet/use-takes-long.ts'
import { useWallet } from '@/features/approval/wallet/use-wallet.ts'
import { useWallets } from '@/features/approval/wallet/use-wallets.ts'
import { walletTroubleTexts, type TroubleContext, type WalletTrouble } from '@/features/approval/wallet/wallet-failure-texts.ts'
import { type Preflight, preflight, type PreflightReason } from './preflight.ts'
import { hashCall, reportFinding, signRegistration, type SigningResult } from './sign-registration.ts'
import { type RegistrationFacts, useRegistrationFacts } from './use-registration-facts.ts'

export interface RegistrationInput {
  client: ChainClient
  chain: ChainFacts
  /** All that the console knows, for their names. */
  chains: readonly ChainFacts[]
  state: Extract<UpdateState, { step: 'wallet' }>
  send: UpdateHandle['send']
  /** An allowed hash is signed for once more where the server wants a transaction and none can be found. Whoever only approves needs none. */
  needsTransaction: boolean
  /** No update waits for it. */
  isForStart?: boolean
  /** As `preflight` wants it. */
  isContradicted?: boolean | null
}

/** Reasons that are said where the wallet is chosen, or need no notice of their own. */
const saidElsewhere = new Set<WalletTrouble>(['not-connected', 'checking'])
/** Asked of the wallet itself; everything else is read from the chain. */
const saidByWallet = new Set<WalletTrouble>(['not-connected', 'wrong-account', 'wrong-chain', 'locked', 'request-open'])
/** No account can sign, whichever wallet is connected. */
const withoutWallet = new Set<WalletTrouble>([
  'owner-is-contract',
  'nobody-owns',
  'kms-contract',
  'contradicted',
  'not-the-app-contract',
  'no-contract',
  'not-an-app-contract',
])
/** No one else could approve it either, or nothing is left to approve. */
const withoutApprover = new Set<WalletTrouble>([
  'nobody-owns',
  'kms-contract',
  'contradicted',
  'not-the-app-contract',
  'no-contract',
  'not-an-app-contract',
  'already-allowed',
])

/**
 * One signature of the owner. `subject`: what it is about, with the names that texts need. `facts`: what the chain says. `wallet`: the
 * wallets of this browser and the connected one. `device`: the call that comes first where the contract refuses the CVM's device.
 * `attempt`: the request to the wallet, how far it is and what came of it. `obstacle`: what is in the way, and who could sign instead.
 */
export function useRegistration(input: RegistrationInput) {
  const { client, chain, chains, state, send, needsTransaction, isForStart = false, isContradicted = false } = input
  const { ticket } = state
  const { data: runtime } = useSuspenseQuery(configQuery)
  const { upstream, worldId = null } = runtime
  const register = useMemo(() => callRegister(browserStore, { upstream, worldId }), [upstream, worldId])

  const facts = useRegistrationFacts(chain, ticket)
  const owner = facts.contract?.owner ?? null
  const signer = owner?.kind === 'account' || owner?.kind === 'delegated-account' ? owner.address : null
  const connection = useWallet()
  const choices = useWallets()
  const account = ownersOrFirst(connection.accounts, signer)
  const wallet = {
    ...connection,
    /** The owner's where it is connected, else the one that the wallet names first. */
    account,
    /** Those that one could connect. */
    choices,
    isConnectSlow: useTakesLong(connection.asking ? 'connect' : connection.isSwitching ? 'switch' : null),
  }
  const names: TroubleContext = {
    chainName: chain.name,
    walletChain: networkName(connection.chainId, chains),
    currency: chain.currency.symbol,
    owner: owner ? shortAddress(owner.address) : 'the owner',
    ownerKind: owner?.kind === 'safe' ? 'a Safe' : 'a contract',
    account: account ? shortAddress(account) : 'no account',
    isForStart,
  }

  const allowingTransaction =
    needsTransaction && facts.isAllowed && facts.transactionHash === null ? ('not-found' as const) : ('looking' as const)
  const { transactionHash } = facts
  useEffect(() => {
    if (transactionHash) send({ type: 'alreadyAllowed', transactionHash })
  }, [transactionHash, send])

  const found = preflight({
    ticket,
    isContradicted,
    isChainOffered: true,
    isChainUnreachable: facts.isUnreachable,
    contract: facts.contract,
    simulation: facts.simulation,
    wallet: { account, chainId: connection.chainId },
    allowingTransaction,
  })
  const device = useAllowDevice({ client, chain, register, ticket, facts, signer })
  const attempt = useAttempt({ client, chain, register, state, send, allowingTransaction, owner: signer, facts, device, names, found })

  // What only the last check found: a wallet need not tell of every change. What it found on the chain holds until that is read again.
  const { result } = attempt
  const failure = result?.kind === 'failed' ? result.failure : connection.failure
  const blockedBy = result?.kind === 'blocked' ? result.reason : null
  const lateReason = blockedBy === null || saidByWallet.has(blockedBy) || facts.readAt <= attempt.endedAt ? blockedBy : null
  const reason = reasonOf(found)
  const currentReason = reason === null || reason === 'not-connected' ? (lateReason ?? reason) : reason
  const shown = currentReason && !saidElsewhere.has(currentReason) && currentReason !== failure?.kind ? currentReason : null
  useAnnouncedTrouble(failure?.kind ?? currentReason, names)

  return {
    subject: { ticket, chain, names },
    facts,
    /** Nothing is signed for the hash any more; where the server wants a transaction, an allowed one may need it all the same. */
    isHashSettled: facts.isAllowed && !needsTransaction,
    wallet,
    device,
    attempt,
    obstacle: {
      /** Why the wallet is not asked; `null` when it may be. */
      reason,
      /** Of these two, what deserves a notice of its own. */
      failure,
      shown,
      /** Some account could sign, if it were here. */
      needsWallet: reason === null || !withoutWallet.has(reason),
      elsewhere: elsewhere(reason, connection.connector !== null || choices.length > 0),
    },
  }
}

export type Registration = ReturnType<typeof useRegistration>

/**
 * What whoever cannot sign here is offered: a link for the owner, with the calls themselves where no wallet of this browser could make them
 * anyway or is likely to. `folded` where the owner's own wallet is here or everything is still being read: then it is only the other way.
 */
function elsewhere(reason: PreflightReason | null, hasWallet: boolean): 'with-calls' | 'link' | 'folded' | null {
  if (reason !== null && withoutApprover.has(reason)) return null
  if (reason === null || reason === 'checking' || reason === 'wrong-chain') return 'folded'
  const isUnlikelyHere = reason === 'owner-is-contract' || reason === 'insufficient-funds' || reason === 'reverted'
  return isUnlikelyHere || !hasWallet ? 'with-calls' : 'link'
}

interface AttemptInput extends Omit<RegistrationInput, 'chains' | 'needsTransaction' | 'isForStart' | 'isContradicted'> {
  register: ReturnType<typeof callRegister>
  allowingTransaction: 'looking' | 'not-found'
  owner: Hex | null
  facts: RegistrationFacts
  device: AllowDevice
  names: TroubleContext
  found: Preflight
}

/** The request to the wallet for the hash: at most one at a time, beside an earlier one only when the person says so. */
function useAttempt({ client, chain, register, state, send, allowingTransaction, owner, facts, device, names, found }: AttemptInput) {
  const { ticket, stage } = state
  const config = useConfig()
  const call = hashCall(ticket)
  const asking = useAsking<SigningResult>(call)
  const requests = useWalletRequests(register, chain, call)
  const [isAgainChosen, chooseAgain] = useState(false)
  /** The person signs for the hash although the contract refuses the device: the update then goes on, and the CVM would not come back. */
  const [skipsDevice, setSkipsDevice] = useState(false)
  const { asked, isAsking, phase } = asking
  const isIdle = phase === 'idle' && !isAsking
  const open = requests.filter(({ request }) => request.startedAt !== asked?.startedAt)

  // The answer may come long after the press; it goes to whoever shows this update by then.
  const latest = useRef(send)
  useEffect(() => {
    latest.current = send
  })

  // A transaction that another page of this browser sent, or that was approved after a reload, is followed here as well.
  const next = isIdle ? open.find(({ finding }) => finding?.kind === 'waiting' || (finding?.kind === 'allowed' && finding.by)) : undefined
  useEffect(() => {
    if (next) reportFinding(next.finding, next.request, send)
  }, [next, send])

  // The machine takes no second request while one is open, and one stays open for it until it is told what became of that.
  const isLost = stage === 'prompting' && isIdle
  const isAnswered = stage === 'unanswered' && isIdle && !requests.some(({ request }) => request.startedAt === state.attempt?.startedAt)
  useEffect(() => {
    if (isLost) send({ type: 'closeWallet' })
    if (isAnswered) send({ type: 'nothingSent' })
  }, [isLost, isAnswered, send])

  const status = statusText(phase, isAsking)
  useEffect(() => {
    if (status) announce(status)
  }, [status])

  async function sign(despite: PreflightReason | null) {
    const besides = isAgainChosen ? register.requests(call) : []
    chooseAgain(false)
    let isBlocked = false
    await asking.ask(async (tools) => {
      const result = await signRegistration({
        ...tools,
        config,
        client,
        register,
        owner,
        besides,
        ticket,
        allowingTransaction,
        despite,
        send: (event) => latest.current(event),
      })
      isBlocked = result.kind === 'blocked'
      return result.kind === 'busy' || result.kind === 'cancelled' ? null : result
    })
    if (isBlocked) facts.readAgain()
  }

  const reason = reasonOf(found)
  function disabledReason(): string | null {
    if (isAsking) return 'A request is waiting in your wallet.'
    if (device.isUnderWay) return 'The signature for the device comes first.'
    if ((reason === null || reason === 'insufficient-funds') && device.deviceId !== null && !skipsDevice)
      return 'The device comes first: without it the CVM would not start again.'
    if (open.some(({ finding, isUnreachable }) => finding === null && !isUnreachable))
      return 'Looking up what happened to the earlier request.'
    if (open.length > 0 && !isAgainChosen) return 'An earlier request may still be open in your wallet.'
    return reason && reason !== 'insufficient-funds' ? walletTroubleTexts[reason](names).title : null
  }

  return {
    phase,
    isAsking,
    isSlow: asking.isSlow || (isAsking && phase === 'idle'),
    /** The page waits for the wallet or for a check. */
    isUnderWay: !isIdle,
    result: asking.result,
    endedAt: asking.endedAt,
    /** Earlier requests that may still be approved, but for the one that is waited for. */
    open,
    isAgainChosen,
    chooseAgain,
    forget: (request: (typeof open)[number]['request']) => register.close(call, request),
    /** An earlier request may still be open in the wallet, or was answered by a failure: signing is signing again. */
    isAgain: open.length > 0 || asking.result?.kind === 'failed',
    skipsDevice,
    setSkipsDevice,
    disabledReason: disabledReason(),
    /** By what the chain says it cannot be paid; the wallet may know a way that the chain does not. */
    canOnlyInsist: reason === 'insufficient-funds',
    sign: () => void sign(reason === 'insufficient-funds' ? reason : null),
    stop: asking.stop,
    stopWaiting: () => {
      asking.stop()
      send({ type: 'closeWallet' })
    },
  }
}

const reasonOf = (verdict: Preflight): PreflightReason | null => (verdict.canSign ? null : verdict.reason)

const shortAddress = (address: string) => `0x${abbreviate(address.slice(2), 4)}`

function statusText(phase: ReturnType<typeof useAsking>['phase'], isAsking: boolean): string | null {
  if (isAsking) return 'Confirm in your wallet.'
  if (phase === 'reaching' || phase === 'checking') return 'Checking account, network and contract.'
  return phase === 'looking' ? 'Checking on the chain whether something was sent.' : null
}

/** Says a new obstacle once, politely. */
function useAnnouncedTrouble(trouble: WalletTrouble | null, names: TroubleContext) {
  const text = trouble && trouble !== 'checking' ? walletTroubleTexts[trouble](names).title : null
  useEffect(() => {
    if (text) announce(text)
  }, [text])
}
