import { KeyRound } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { useCvmDetails } from '@/features/cvm/use-details.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'

/** Which key server hands out the keys of this CVM, by its names and keys. Its contract stands with the app’s. */
export function KmsCard({ cvm }: { cvm: Cvm }) {
  const details = useCvmDetails(cvm)
  const { type, envPublicKey } = cvm.kms
  const kms = details?.kms
  return (
    <Card title="KMS" icon={KeyRound}>
      <DefinitionList>
        <Definition term="Type">{type}</Definition>
        <Definition term="Name">{kms?.slug ?? cvm.kms.slug}</Definition>
        <Definition term="KMS id">{kms?.id ? <CopyableId value={kms.id} label="KMS id" /> : null}</Definition>
        <Definition term="Version">{kms?.version}</Definition>
        <Definition term="Address">
          {kms?.url ? <CopyableId value={kms.url} label="address of the KMS" abbreviated={false} /> : null}
        </Definition>
        {isContractGoverned(cvm) ? (
          <Definition term="Its chain RPC">
            {kms?.rpcUrl ? <CopyableId value={kms.rpcUrl} label="RPC that the KMS reads" abbreviated={false} /> : null}
          </Definition>
        ) : null}
        <Definition term="Gateway app">
          {kms?.gatewayAppId ? <CopyableId value={kms.gatewayAppId} label="app id of the gateway" /> : null}
        </Definition>
        <Definition term="Encryption key">
          {envPublicKey ? <CopyableId value={envPublicKey} label="environment encryption key" /> : null}
        </Definition>
        <Definition term="Signing key">
          {details?.kmsSigningKey ? <CopyableId value={details.kmsSigningKey} label="signing key of the KMS" /> : null}
        </Definition>
      </DefinitionList>
    </Card>
  )
}
