import type { ReactNode } from 'react'
import { CopyableId } from './CopyableId.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'

interface HashFactsProps {
  composeHash: string
  appContract: string
  /** The network's name with its number. */
  network: string
  /** More of the same list. */
  children?: ReactNode
}

/** Which compose hash is to be allowed, by which contract, on which chain. */
export const HashFacts = ({ composeHash, appContract, network, children }: HashFactsProps) => (
  <DefinitionList>
    <Definition term="Compose hash">
      <CopyableId value={composeHash} label="compose hash" />
    </Definition>
    <Definition term="App contract">
      <CopyableId value={appContract} label="app contract" />
    </Definition>
    <Definition term="Chain">{network}</Definition>
    {children}
  </DefinitionList>
)
