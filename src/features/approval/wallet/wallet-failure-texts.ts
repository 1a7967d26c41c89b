import type { PreflightReason } from '@/features/approval/signing/preflight.ts'
import type { WalletFailureKind } from './wallet-failure.ts'

/** Everything that can keep a signature from happening. */
export type WalletTrouble = WalletFailureKind | PreflightReason

/** The names that a text needs. */
export interface TroubleContext {
  chainName: string
  /** The chain that the wallet is on, in words. */
  walletChain: string
  currency: string
  /** Abbreviated addresses, or a word that stands for them. */
  owner: string
  ownerKind: 'a Safe' | 'a contract'
  account: string
  /** No update waits for the signature: a CVM is to start as it is. */
  isForStart?: boolean | undefined
}

/** What a person reads: what happened, what is still safe, what to do. */
export interface TroubleText {
  title: string
  safe: string
  /** As well, where an update was prepared. */
  kept?: string
  next: string
  /** `calm` for choices and waiting; `stop` only where something is wrong. */
  tone: 'calm' | 'caution' | 'stop'
}

type TextFor = (names: TroubleContext) => TroubleText

/** Devices have no codes of their own; what they say comes as the wallet's words. */
const hardwareHint = 'A hardware wallet has to be unlocked, with its Ethereum app open and blind signing allowed.'
const nothingSent = 'Nothing was sent.'
const kept = 'The prepared update is kept.'
const keptFor14Days = 'The prepared update is kept for about 14 days.'

/** What is safe where a wallet failed and may have sent something all the same. */
export const safeWhileUncertain = ({ isForStart = false }: TroubleContext): string =>
  isForStart ? 'Whether something was sent shows on the chain, and is looked at there.' : kept

/** One table for every wallet, every chain and every refusal. A new kind without a text does not compile. */
export const walletTroubleTexts: Record<WalletTrouble, TextFor> = {
  // the person's choices
  'connect-rejected': () => ({
    title: 'You declined to connect.',
    safe: nothingSent,
    kept,
    next: 'Connect a wallet when you are ready.',
    tone: 'calm',
  }),
  'switch-rejected': ({ chainName }) => ({
    title: 'You declined the change of network.',
    safe: nothingSent,
    kept,
    next: `This app lives on ${chainName}. Switch, or add it, when you are ready.`,
    tone: 'calm',
  }),
  'sign-rejected': () => ({
    title: 'You declined. Nothing was sent.',
    safe: 'No fee was paid.',
    kept: keptFor14Days,
    next: 'Sign again when you are ready.',
    tone: 'calm',
  }),

  // the wallet
  'no-wallet': () => ({
    title: 'There is no wallet in this browser.',
    safe: nothingSent,
    kept,
    next: 'Install one, or open the link below where the owner’s wallet is. Wallet apps have a browser of their own for that.',
    tone: 'calm',
  }),
  locked: () => ({
    title: 'Your wallet is locked.',
    safe: nothingSent,
    kept,
    next: 'Unlock it; this page updates automatically. If it is not locked, it no longer shows this site its account: connect it again.',
    tone: 'calm',
  }),
  'request-pending': () => ({
    title: 'Your wallet already shows a request from this site.',
    safe: nothingSent,
    kept,
    next: 'Open the wallet and answer that request first.',
    tone: 'calm',
  }),
  'chain-unknown': ({ chainName }) => ({
    title: `${chainName} is not in your wallet.`,
    safe: nothingSent,
    kept,
    next: 'Press Switch again to add it, or add it in the wallet’s settings.',
    tone: 'caution',
  }),
  'chain-not-added': ({ chainName }) => ({
    title: `The wallet did not add ${chainName}.`,
    safe: nothingSent,
    kept,
    next: 'Add the network in the wallet’s settings, then switch to it there.',
    tone: 'caution',
  }),
  'switch-unsupported': ({ chainName }) => ({
    title: 'This wallet cannot switch networks by itself.',
    safe: nothingSent,
    kept,
    next: `Choose ${chainName} in the wallet.`,
    tone: 'caution',
  }),
  'wallet-disconnected': () => ({
    title: 'The wallet lost its connection.',
    safe: 'A transaction that was sent is still followed.',
    kept,
    next: 'Connect again.',
    tone: 'caution',
  }),
  'wallet-rpc': () => ({
    title: 'The wallet could not reach its network.',
    safe: nothingSent,
    kept,
    next: `Try again, or choose another RPC in the wallet. ${hardwareHint}`,
    tone: 'stop',
  }),
  unknown: () => ({
    title: 'The wallet answered in a way this console does not know.',
    safe: nothingSent,
    kept,
    next: `Try again. ${hardwareHint} The wallet’s own words are below.`,
    tone: 'stop',
  }),

  // the connection
  'not-connected': () => ({
    title: 'No wallet is connected.',
    safe: nothingSent,
    kept,
    next: 'Choose a wallet.',
    tone: 'calm',
  }),
  'request-open': () => ({
    title: 'A request for this call may be open in your wallet already.',
    safe: 'The wallet was not asked again.',
    next: 'Look there first. Answer that request, or say below that you want another one.',
    tone: 'caution',
  }),
  'wrong-account': ({ owner, account }) => ({
    title: `Only ${owner} may sign; your wallet is on ${account}.`,
    safe: nothingSent,
    kept,
    next: 'Switch to the owner’s account to sign. This page updates automatically.',
    tone: 'caution',
  }),
  'wrong-chain': ({ chainName, walletChain }) => ({
    title: `Your wallet is on ${walletChain}; this app lives on ${chainName}.`,
    safe: 'The wallet is not asked on another network.',
    next: 'Switch here, or in the wallet.',
    tone: 'caution',
  }),

  // the chain
  checking: () => ({ title: 'Checking the contract on the chain.', safe: nothingSent, next: 'One moment.', tone: 'calm' }),
  'chain-unreachable': ({ chainName }) => ({
    title: `${chainName} cannot be reached.`,
    safe: 'Nothing is signed while the contract cannot be read.',
    next: 'This page keeps trying.',
    tone: 'caution',
  }),
  'chain-not-offered': ({ chainName }) => ({
    title: `This console cannot read ${chainName}.`,
    safe: 'Nothing is signed without reading the contract.',
    next: 'Ask whoever runs this console to add an RPC for this chain, or approve elsewhere with the call below.',
    tone: 'stop',
  }),
  'kms-contract': () => ({
    title: 'The address to sign for is the KMS contract.',
    safe: 'Compose hashes belong on the app contract. The wallet is not asked.',
    next: 'Start the update again. If this repeats, report it to Phala Cloud.',
    tone: 'stop',
  }),
  'not-the-app-contract': () => ({
    title: 'The contract address does not belong to this app id.',
    safe: 'The wallet is not asked.',
    next: 'This may be an app from before 2025-07, whose contract has another address. Approve it with the tools it was made with.',
    tone: 'stop',
  }),
  contradicted: () => ({
    title: 'The change that you were given is not what this hash stands for.',
    safe: 'Nothing can be signed here, and nothing should be signed elsewhere.',
    next: 'Tell whoever asks you, in another way than the one it came by. It was altered, or belongs to another update.',
    tone: 'stop',
  }),
  'no-contract': ({ chainName }) => ({
    title: `There is no contract at this address on ${chainName}.`,
    safe: 'A transaction there would cost a fee and change nothing, so the wallet is not asked.',
    next: 'Check on the CVM’s page which chain its key server uses.',
    tone: 'stop',
  }),
  'not-an-app-contract': () => ({
    title: 'The contract does not answer like an app contract.',
    safe: 'The wallet is not asked.',
    next: 'Check the address in the explorer.',
    tone: 'stop',
  }),
  'nobody-owns': () => ({
    title: 'Nobody owns this app contract any more.',
    safe: 'Its ownership was given up, so no hash can ever be added. The running version is untouched.',
    next: 'Deploy a new app to change its configuration.',
    tone: 'stop',
  }),
  'owner-is-contract': ({ owner, ownerKind }) => ({
    title: `The owner ${owner} is ${ownerKind}, so no account can sign here.`,
    safe: nothingSent,
    kept: keptFor14Days,
    next: 'Have the owner contract make the call below. This page continues by itself as soon as the app contract allows it.',
    tone: 'calm',
  }),
  'already-allowed': () => ({
    title: 'The contract allows this hash already.',
    safe: 'No signature is needed.',
    next: 'Looking for the transaction that allowed it.',
    tone: 'calm',
  }),
  'insufficient-funds': ({ currency, chainName }) => ({
    title: 'This account cannot pay the network fee.',
    safe: nothingSent,
    kept,
    next: `It needs some ${currency} on ${chainName}; this page updates when it has. You can ask the wallet anyway if it pays in another way, or if somebody else pays for it.`,
    tone: 'caution',
  }),
  'not-owner': ({ owner }) => ({
    title: `The contract says that this account is not its owner.`,
    safe: 'Nothing was sent, no fee was paid.',
    next: `The owner is ${owner}. Switch the account in your wallet.`,
    tone: 'caution',
  }),
  reverted: () => ({
    title: 'The contract would refuse this call.',
    safe: 'The call was only simulated: nothing was sent, no fee was paid.',
    next: 'The contract’s own reason is below.',
    tone: 'stop',
  }),
}
