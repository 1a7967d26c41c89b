import { useQuery } from '@tanstack/react-query'
import { appQueries } from '@/api/queries.ts'
import type { AppOwner } from '@/chain/app-contract.ts'
import { ownerlessWords, ownerWords } from '@/chain/owner-texts.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { webAddress } from '@/lib/web-address.ts'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { AwaitedId, Definition } from '@/ui/layout/DefinitionList.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { useChainFacts } from '@/updates/verdict/use-chain-facts.ts'

/** Who owns the app contract, and what that is. A Safe that Phala Cloud knows by a link can be opened. */
export function OwnerFact({ cvm, owner }: { cvm: Cvm; owner: AppOwner }) {
  const { data: kmsInfo } = useQuery({ ...appQueries.kmsInfo(cvm), enabled: owner.kind === 'safe' })
  const safe = owner.kind === 'safe' ? webAddress(kmsInfo?.safe_app_url) : null
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-2">
      {owner.kind === 'nobody' ? null : <CopyableId value={owner.address} label="owner address" />}
      <span className="text-muted">{ownerWords(owner)}</span>
      {safe ? <ExternalLink href={safe}>Open in Safe</ExternalLink> : null}
    </span>
  )
}

/** The owner among the facts above a button, which must not move away under a pointer: the row is there before the contract has answered. */
export function OwnerDefinition({ cvm }: { cvm: Cvm }) {
  const { data: contract, isLoading } = useChainFacts(cvm)
  return (
    <Definition term="Owner">
      {contract?.owner ? (
        <OwnerFact cvm={cvm} owner={contract.owner} />
      ) : (
        <AwaitedId>
          {isLoading ? <Skeleton className="h-4 w-40" /> : contract ? ownerlessWords(contract) : 'not read from the chain'}
        </AwaitedId>
      )}
    </Definition>
  )
}
