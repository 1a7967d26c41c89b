import { getAddress } from 'viem'
import { encodeAddComposeHash } from '@/chain/registration.ts'
import type { ChainFacts } from '@/chain/chain-client.ts'
import { ownerlessWords } from '@/chain/owner-texts.ts'
import { toBytes32, type Hex } from '@/domain/identifiers.ts'
import { networkTitle } from '@/domain/network-names.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { AwaitedId, Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { CallInFull } from './CallInFull.tsx'
import { ComparableHex } from './ComparableHex.tsx'
import { MethodText } from './MethodText.tsx'
import { OwnerText } from './OwnerText.tsx'
import { Ether } from '@/features/approval/wallet/Ether.tsx'
import type { RegistrationFacts } from './use-registration-facts.ts'

interface WhatWillBeSignedProps {
  ticket: Ticket
  chain: ChainFacts | null
  facts: RegistrationFacts | null
  account: Hex | null
  /** Said in full only where a wallet will show it. */
  isAskingWallet: boolean
  /** The device is allowed first, by a call of its own. */
  comesAfterDevice?: boolean
  /** In place of what is said of a call that still has to be made. */
  hint?: string
}

/** Everything that a wallet is about to show, on screen before it opens. */
export function WhatWillBeSigned({ ticket, chain, facts, account, isAskingWallet, comesAfterDevice, hint }: WhatWillBeSignedProps) {
  const contract = getAddress(ticket.appContract)
  const owner = facts?.contract?.owner ?? null
  const symbol = chain?.currency.symbol ?? ''
  const isReading = facts !== null && facts.contract === null && !facts.isUnreachable
  return (
    <section aria-labelledby="what-will-be-signed">
      <h3 id="what-will-be-signed" className="text-13 font-semibold">
        {!isAskingWallet
          ? 'The call that allows this hash'
          : comesAfterDevice
            ? 'After the device, your wallet will show'
            : 'Your wallet will show'}
      </h3>
      <p className="mt-1 mb-3 text-13 text-muted">
        {hint ??
          (isAskingWallet
            ? 'Compare the marked characters with what the wallet shows. A hardware device may show the data of the call only.'
            : 'The owner can make it with any tool. This page continues by itself as soon as the contract allows the hash.')}
      </p>
      <DefinitionList>
        <Definition term="App contract">
          <ComparableHex value={contract} label="contract address" />
          {chain?.explorerUrl ? (
            <ExternalLink href={`${chain.explorerUrl.replace(/\/$/, '')}/address/${contract}`} className="ml-1 text-12">
              Open in explorer
            </ExternalLink>
          ) : null}
        </Definition>
        <Definition term="Chain">{networkTitle(ticket.chainId, chain)}</Definition>
        <Definition term="Method">
          <MethodText method="addComposeHash" />
        </Definition>
        <Definition term="Compose hash">
          <ComparableHex value={toBytes32(ticket.composeHash)} label="compose hash" />
        </Definition>
        <Definition term="Value">
          <Ether wei={0n} symbol={symbol} />
        </Definition>
        {isAskingWallet ? <Definition term="Network fee">{feeText(facts, symbol)}</Definition> : null}
        <Definition term="Owner">
          {owner ? (
            <span className="inline-flex max-w-full flex-wrap items-center gap-x-2">
              {owner.kind === 'nobody' ? null : <CopyableId value={getAddress(owner.address)} label="owner address" />}
              <OwnerText owner={owner} account={isAskingWallet ? account : null} />
            </span>
          ) : (
            <AwaitedId>{facts?.contract ? ownerlessWords(facts.contract) : isReading ? 'reading…' : 'could not be read'}</AwaitedId>
          )}
        </Definition>
        {isAskingWallet ? (
          <Definition term="Your account">
            {account ? <CopyableId value={account} label="your account" /> : <span className="text-muted">no wallet connected</span>}
          </Definition>
        ) : null}
      </DefinitionList>
      <CallInFull
        method="addComposeHash"
        appContract={ticket.appContract}
        data={encodeAddComposeHash(toBytes32(ticket.composeHash))}
        owner={owner}
        simulation={facts?.simulation ?? null}
      />
    </section>
  )
}

function feeText(facts: RegistrationFacts | null, symbol: string) {
  const simulation = facts?.simulation
  if (simulation?.ok) {
    return (
      <>
        at most about <Ether wei={simulation.feeWei} symbol={symbol} />
      </>
    )
  }
  return <span className="text-muted">{simulation || facts?.isUnreachable ? 'cannot be estimated' : 'estimating…'}</span>
}
