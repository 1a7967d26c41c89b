import { Download } from 'lucide-react'
import { getAddress } from 'viem'
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

interface ApprovalCallsProps {
  ticket: Ticket
  /** Where the contract does not allow the CVM's device yet: allowed in the same go. */
  deviceId: Bytes32 | null
  safeAppUrl?: string | null
}

/** The calls as a Safe, a multisig or a script wants them. */
export function ApprovalCalls({ ticket, deviceId, safeAppUrl }: ApprovalCallsProps) {
  const to = getAddress(ticket.appContract)
  const composeHash = toBytes32(ticket.composeHash)
  const calls = ownerCalls({ composeHash, deviceId })
  const text = calls.flatMap(({ method, argument, data }, index) => [
    ...(calls.length > 1 ? [`Call ${index + 1} of ${calls.length}`] : []),
    `Chain: ${networkTitle(ticket.chainId)}`,
    `To: ${to}`,
    'Value: 0',
    `Method: ${ownerMethods[method].signature}`,
    `${ownerMethods[method].argumentLabel}: ${argument}`,
    `Data: ${data}`,
  ])

  const saveBatch = () =>
    saveTextFile(
      `safe-batch-${composeHash.slice(2, 10)}.json`,
      safeBatch({ chainId: ticket.chainId, appContract: ticket.appContract, composeHash, deviceId }, systemClock.now()),
    )

  return (
    <>
      <p className="text-13 text-muted">
        {calls.length > 1
          ? 'Two calls to the same contract, both worth nothing: the device first, then the hash. A Safe makes them in one batch.'
          : 'Contract, value and data of the call, for a Safe, a multisig tool or a script.'}
      </p>
      {calls.map(({ method, data }) => (
        <div key={method} className="mt-2">
          <p className="flex items-center gap-1 text-12 text-muted">
            Data of {ownerMethods[method].signature} <CopyButton value={data} label={`data of ${ownerMethods[method].signature}`} />
          </p>
          <code translate="no" className="block font-mono text-12 break-all">
            {data}
          </code>
        </div>
      ))}
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button size="sm" icon={Download} onClick={saveBatch}>
          Save Safe batch
        </Button>
        <CopyButton value={text.join('\n')} label={calls.length > 1 ? 'both calls' : 'the whole call'} withText />
        {safeAppUrl ? <ExternalLink href={safeAppUrl}>Open the Safe</ExternalLink> : null}
      </div>
      <p className="mt-2 text-12 text-muted">The batch is a file for Safe’s Transaction Builder: drop it there, compare, sign.</p>
    </>
  )
}
