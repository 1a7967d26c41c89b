import { useQuery } from '@tanstack/react-query'
import { Ruler, Stamp } from 'lucide-react'
import { appQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { Absent } from '@/features/cvm/Absent.tsx'
import type { OwnerNote } from './ContractFacts.tsx'
import { KmsCard } from './KmsCard.tsx'
import { TrustCard } from './TrustCard.tsx'

/** What anyone can check about this CVM, and who has to agree to a change. */
export const TrustTab = ({ cvm, ownerNote }: { cvm: Cvm; ownerNote: OwnerNote }) => (
  <div className="grid items-start gap-4 lg:grid-cols-2">
    <div className="grid min-w-0 gap-4">
      <TrustCard cvm={cvm} ownerNote={ownerNote} />
      <ApprovalCard cvm={cvm} />
    </div>
    <div className="grid min-w-0 gap-4">
      <MeasuredCard cvm={cvm} />
      <KmsCard cvm={cvm} />
    </div>
  </div>
)

const MeasuredCard = ({ cvm }: { cvm: Cvm }) => (
  <Card title="What is measured" icon={Ruler}>
    <p className="mb-3 text-13 text-muted">
      The hardware signs these values, and the compose hash with them. Compose file, script, names of variables and visibility are part of
      that hash; values of variables are not.
    </p>
    <DefinitionList>
      <Definition term="OS image">
        {cvm.os.name ? (
          <span className="inline-flex flex-wrap items-center gap-2">
            {cvm.os.name}
            {cvm.os.isDev ? <Badge tone="caution">development image</Badge> : null}
          </span>
        ) : null}
      </Definition>
      <Definition term="Image hash">{cvm.os.imageHash ? <CopyableId value={cvm.os.imageHash} label="OS image hash" /> : null}</Definition>
      {/* Of a CVM with a contract it stands under Trust. */}
      {isContractGoverned(cvm) ? null : (
        <Definition term="Device">{cvm.node.deviceId ? <CopyableId value={cvm.node.deviceId} label="device id" /> : null}</Definition>
      )}
    </DefinitionList>
  </Card>
)

/** The API's words for what deployed an app, in those that the chain's facts use. */
const deployerKinds: Record<string, string> = {
  eoa: 'a wallet account (EOA)',
  safe: 'a Safe',
  legacy_multisig: 'an older multisig',
  erc4337: 'a smart account (ERC-4337)',
  contract: 'a contract',
}

/** The API's own view of who approves; the chain's view stands beside it. */
function ApprovalCard({ cvm }: { cvm: Cvm }) {
  const { data, error, refetch } = useQuery(appQueries.kmsInfo(cvm))
  const governed = isContractGoverned(cvm)
  const deployer = data?.deployer_address ?? cvm.kms.deployer
  return (
    <Card title="Who approves an update" icon={Stamp} tone={governed ? 'onchain' : 'plain'}>
      <p className="mb-3 text-13">
        {governed
          ? 'A change of the compose hash needs a transaction by the owner of the app contract. Resources and the OS image do not change it.'
          : 'Any member of the workspace. No signature is asked for.'}
      </p>
      {cvm.appId === null ? (
        <p className="text-13 text-muted">The API names no app for this CVM.</p>
      ) : data ? (
        <DefinitionList>
          {data.is_onchain_kms === governed ? null : (
            <Definition term="KMS">
              {data.is_onchain_kms === null ? null : data.is_onchain_kms ? 'on-chain KMS' : 'Phala’s key server'}
            </Definition>
          )}
          {data.is_onchain_kms ? (
            <>
              <Definition term="Deployer">{deployer ? <CopyableId value={deployer} label="deployer" /> : null}</Definition>
              <Definition term="Deployer type">
                {data.deployer_type ? (deployerKinds[data.deployer_type] ?? data.deployer_type) : null}
              </Definition>
              {data.safe_app_url && URL.canParse(data.safe_app_url) && new URL(data.safe_app_url).protocol === 'https:' ? (
                <Definition term="Safe">
                  <ExternalLink href={data.safe_app_url}>Open in Safe</ExternalLink>
                </Definition>
              ) : null}
            </>
          ) : null}
        </DefinitionList>
      ) : error ? (
        <Absent what="The API’s approval facts" error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="space-y-2.5 py-0.5">
          <Skeleton className="h-4 w-56" />
          <Skeleton className="h-4 w-48" />
        </div>
      )}
    </Card>
  )
}
