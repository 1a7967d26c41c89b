import { KeyRound } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { Fact } from '@/features/cvm/Fact.tsx'
import { useCvmDetails } from '@/features/cvm/use-details.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'

/** Which key server hands out the keys of this CVM, by its names and keys. Its contract stands with the app’s. */
export function KmsCard({ cvm }: { cvm: Cvm }) {
  const { details, read } = useCvmDetails(cvm)
  const { type, envPublicKey } = cvm.kms
  const kms = details?.kms
  return (
    <Card title="KMS" icon={KeyRound}>
      <DefinitionList>
        <Definition term="Type">{type}</Definition>
        <Fact term="Name" read={read}>
          {kms?.slug ?? cvm.kms.slug}
        </Fact>
        <Fact term="KMS id" read={read}>
          {kms?.id ? <CopyableId value={kms.id} label="KMS id" /> : null}
        </Fact>
        <Fact term="Version" read={read}>
          {kms?.version}
        </Fact>
        <Fact term="Address" read={read}>
          {kms?.url ? <CopyableId value={kms.url} label="address of the KMS" abbreviated={false} /> : null}
        </Fact>
        {isContractGoverned(cvm) ? (
          <Fact term="Its chain RPC" read={read}>
            {kms?.rpcUrl ? <CopyableId value={kms.rpcUrl} label="RPC that the KMS reads" abbreviated={false} /> : null}
          </Fact>
        ) : null}
        <Fact term="Gateway app" read={read}>
          {kms?.gatewayAppId ? <CopyableId value={kms.gatewayAppId} label="app id of the gateway" /> : null}
        </Fact>
        <Definition term="Encryption key">
          {envPublicKey ? <CopyableId value={envPublicKey} label="environment encryption key" /> : null}
        </Definition>
        <Fact term="Signing key" read={read}>
          {details?.kmsSigningKey ? <CopyableId value={details.kmsSigningKey} label="signing key of the KMS" /> : null}
        </Fact>
      </DefinitionList>
    </Card>
  )
}
