import { Download } from 'lucide-react'
import { getAddress } from 'viem'
import type { AppOwner } from '@/chain/app-contract.ts'
import { castLines } from '@/chain/calls/cast-lines.ts'
import type { ChainFacts } from '@/chain/chain-client.ts'
import { ownerMethods } from '@/chain/owner-methods.ts'
import { ownerCalls, safeBatch } from '@/chain/safe-batch.ts'
import { type Bytes32, toBytes32 } from '@/domain/identifiers.ts'
import { networkTitle } from '@/domain/network-names.ts'
import { systemClock } from '@/lib/clock.ts'
import { saveTextFile } from '@/lib/save-text-file.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { CallData } from './CallData.tsx'
import { TimelockCalls } from './TimelockCalls.tsx'

interface ApprovalCallsProps {
  ticket: Ticket
  /** Where the contract does not allow the CVM's device yet: allowed in the same go. */
  deviceId: Bytes32 | null
  /** Then the device alone is left. */
  isHashAllowed?: boolean
  /** `null` where the console has no connection to it. */
  chain: ChainFacts | null
  /** Of the app contract; `undefined` while it is being read, `null` where it could not be. */
  owner: AppOwner | null | undefined
  safeAppUrl?: string | null
}

/** The calls as a Safe, a multisig, a timelock or a script wants them. */
export function ApprovalCalls({ ticket, deviceId, isHashAllowed = false, chain, owner, safeAppUrl }: ApprovalCallsProps) {
  const to = getAddress(ticket.appContract)
  const composeHash = isHashAllowed ? null : toBytes32(ticket.composeHash)
  const wanted = { chainId: ticket.chainId, appContract: ticket.appContract, composeHash, deviceId }
  const calls = ownerCalls(wanted)
  const text = calls.flatMap(({ method, argument, data }, index) => [
    ...(calls.length > 1 ? [`Call ${index + 1} of ${calls.length}`] : []),
    `Chain: ${networkTitle(ticket.chainId)}`,
    `To: ${to}`,
    'Value: 0',
    `Method: ${ownerMethods[method].signature}`,
    `${ownerMethods[method].argumentLabel}: ${argument}`,
    `Data: ${data}`,
  ])

  const saveBatch = () => saveTextFile(`safe-batch-${ticket.composeHash.slice(0, 8)}.json`, safeBatch(wanted, systemClock.now()))

  return (
    <>
      <p className="text-13 text-muted">
        {calls.length > 1
          ? 'Two calls to the same contract, both worth nothing: the device first, then the hash. A Safe makes them in one batch.'
          : 'Contract, value and data of the call, for a Safe, a multisig tool or a script.'}
      </p>
      {calls.map(({ method, data }) => (
        <CallData
          key={method}
          title={`Data of ${ownerMethods[method].signature}`}
          label={`data of ${ownerMethods[method].signature}`}
          text={data}
        />
      ))}
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button size="sm" icon={Download} onClick={saveBatch}>
          Save Safe batch
        </Button>
        <CopyButton value={text.join('\n')} label={calls.length > 1 ? 'both calls' : 'the whole call'} withText />
        {safeAppUrl ? <ExternalLink href={safeAppUrl}>Open the Safe</ExternalLink> : null}
      </div>
      <p className="mt-2 text-12 text-muted">The batch is a file for Safe’s Transaction Builder: drop it there, compare, sign.</p>
      <div className="mt-3 border-t border-line pt-1">
        <CallData
          title={calls.length > 1 ? 'For a shell, one line after the other' : 'For a shell'}
          label={calls.length > 1 ? 'cast lines' : 'cast line'}
          text={castLines(wanted).join('\n')}
        />
        <p className="mt-2 text-12 text-muted">
          For Foundry’s cast and an owner that is an account: set RPC_URL, and add how you sign, such as --ledger or --account.
        </p>
      </div>
      <TimelockCalls calls={wanted} chain={chain} owner={owner} />
    </>
  )
}
