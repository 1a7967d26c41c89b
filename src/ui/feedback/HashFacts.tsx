import type { ReactNode } from 'react'
import { CopyableId } from './CopyableId.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'

interface HashFactsProps {
  composeHash: string
  appContract: string
  chainId: number
  /** `null` for a chain that the console has no connection to. */
  chainName: string | null
  /** More of the same list. */
  children?: ReactNode
}

/** Which compose hash is to be allowed, by which contract, on which chain. */
export const HashFacts = ({ composeHash, appContract, chainId, chainName, children }: HashFactsProps) => (
  <DefinitionList>
    <Definition term="Compose hash">
      <CopyableId value={composeHash} label="compose hash" />
    </Definition>
    <Definition term="App contract">
      <CopyableId value={appContract} label="app contract" />
    </Definition>
    <Definition term="Chain">{chainName === null ? `chain ${chainId}` : `${chainName} (${chainId})`}</Definition>
    {children}
  </DefinitionList>
)
