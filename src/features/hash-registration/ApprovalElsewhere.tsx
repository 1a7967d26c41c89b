import { getAddress } from 'viem'
import { encodeAddComposeHash } from '@/chain/registration.ts'
import { toBytes32 } from '@/domain/identifiers.ts'
import { CopyButton } from '@/ui/CopyButton.tsx'
import type { Ticket } from '@/updates/update-machine.ts'

/** The call as a Safe, a multisig or a script on another device wants it. */
export function ApprovalElsewhere({ ticket }: { ticket: Ticket }) {
  const to = getAddress(ticket.appContract)
  const data = encodeAddComposeHash(toBytes32(ticket.composeHash))
  const text = [
    `Chain id: ${ticket.chainId}`,
    `To: ${to}`,
    'Value: 0',
    'Method: addComposeHash(bytes32)',
    `Compose hash: ${toBytes32(ticket.composeHash)}`,
    `Data: ${data}`,
  ]
  return (
    <section aria-labelledby="approve-elsewhere" className="rounded border border-line bg-sunken px-4 py-3">
      <h3 id="approve-elsewhere" className="text-13 font-semibold">
        Approve it elsewhere
      </h3>
      <p className="mt-1 text-13 text-muted">Contract, value and data of the call, for a Safe, a multisig tool or a script.</p>
      <p className="mt-2 text-12 text-muted">Data of the call</p>
      <code className="block font-mono text-12 break-all">{data}</code>
      <div className="mt-2 flex flex-wrap gap-2">
        <CopyButton value={data} label="data" withText />
        <CopyButton value={text.join('\n')} label="the whole call" withText />
      </div>
    </section>
  )
}
