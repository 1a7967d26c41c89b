import type { ReactNode } from 'react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import { CopyableId } from '@/ui/CopyableId.tsx'
import { Definition, DefinitionList } from '@/ui/DefinitionList.tsx'
import type { Ticket } from '@/updates/update-machine.ts'

/** Which hash is to be allowed, where. */
export const TicketFacts = ({ ticket, chain, children }: { ticket: Ticket; chain: ChainConfig | null; children?: ReactNode }) => (
  <DefinitionList>
    <Definition term="Compose hash">
      <CopyableId value={ticket.composeHash} label="compose hash" />
    </Definition>
    <Definition term="App contract">
      <CopyableId value={ticket.appContract} label="app contract" />
    </Definition>
    <Definition term="Chain">{chain ? `${chain.name} (${chain.id})` : `chain ${ticket.chainId}`}</Definition>
    {children}
  </DefinitionList>
)
