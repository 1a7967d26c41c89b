import { Diamond, KeyRound } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { ContractFacts, type OwnerNote } from './ContractFacts.tsx'

/** Who decides what may run in this CVM. */
export const TrustCard = ({ cvm, ownerNote }: { cvm: Cvm; ownerNote: OwnerNote }) =>
  isContractGoverned(cvm) ? (
    <Card
      title="Trust"
      icon={Diamond}
      tone="onchain"
      aside={
        <Badge tone="onchain" icon={Diamond}>
          on-chain KMS
        </Badge>
      }
    >
      <ContractFacts cvm={cvm} ownerNote={ownerNote} />
    </Card>
  ) : (
    <Card
      title="Trust"
      icon={KeyRound}
      aside={<Badge>{cvm.kms.type === 'phala' ? 'Phala KMS' : (cvm.kms.type ?? 'KMS not reported')}</Badge>}
    >
      <p className="mb-3 text-13">
        {cvm.kms.type === 'phala'
          ? 'Phala’s key server hands out the keys. Any update by a member of the workspace is accepted without a signature.'
          : 'No contract is reported for this CVM, so no signature is known to be needed.'}
      </p>
      <DefinitionList>
        <Definition term="Compose hash">{cvm.composeHash ? <CopyableId value={cvm.composeHash} label="compose hash" /> : null}</Definition>
      </DefinitionList>
    </Card>
  )
