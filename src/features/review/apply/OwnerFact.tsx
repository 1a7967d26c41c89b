import { useQuery } from '@tanstack/react-query'
import { appQueries } from '@/api/queries.ts'
import type { AppContractFacts, AppOwner } from '@/chain/app-contract.ts'
import { ownerWords } from '@/chain/owner-texts.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { webAddress } from '@/lib/web-address.ts'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Definition } from '@/ui/layout/DefinitionList.tsx'
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

/**
 * The owner among the facts above a button. Its row is there before the contract has answered, as tall as it will be: the button must not move
 * away under a pointer that is about to press it.
 */
export function OwnerDefinition({ cvm }: { cvm: Cvm }) {
  const { data: contract, isLoading } = useChainFacts(cvm)
  return (
    <Definition term="Owner">
      {contract?.owner ? (
        <OwnerFact cvm={cvm} owner={contract.owner} />
      ) : (
        // An invisible character gives it the baseline of a text while there is none.
        <span className="inline-flex h-6 items-center text-muted before:content-['\200b'] max-sm:h-11">
          {isLoading ? <Skeleton className="h-4 w-40" /> : contract ? ownerless(contract) : 'not read from the chain'}
        </span>
      )}
    </Definition>
  )
}

const ownerless = ({ hasCode }: AppContractFacts) => (hasCode ? 'the contract names none' : 'there is no contract at this address')
