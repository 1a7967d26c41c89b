import { CircleHelp, ShieldCheck, TriangleAlert } from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import type { AppContractFacts, AppOwner } from '@/chain/app-contract.ts'
import { ownerlessWords, ownerWords } from '@/chain/owner-texts.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { appContract } from '@/domain/cvm-capabilities.ts'
import { sameAddress } from '@/domain/identifiers.ts'
import { networkName, networkTitle } from '@/domain/network-names.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { AwaitedLine, Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { useChainFacts } from '@/updates/verdict/use-chain-facts.ts'

const contractProblems = {
  'no-app-id': 'The API names no app id, so the app contract is unknown. Nothing can be registered for this CVM from here.',
  'is-kms-contract': 'The app id is the address of the KMS contract. A registration there would be lost, so none is offered.',
  'legacy-address':
    'The API names another app contract than the app id. This looks like a legacy app: check both before you sign anything.',
}

/** Says of an owner whether it is the account that a wallet is connected with, where one is; nothing where none is. */
export type OwnerNote = ComponentType<{ owner: AppOwner }>

/** What the chain says about a CVM whose keys a contract governs. */
export function ContractFacts({ cvm, ownerNote: Note }: { cvm: Cvm; ownerNote: OwnerNote }) {
  const { chain, data: facts, error, dataUpdatedAt, refetch, isFetching } = useChainFacts(cvm)
  const contract = appContract(cvm)
  const address = 'address' in contract ? contract.address : cvm.kms.reportedAppContract
  const explorer = (target: string) =>
    chain?.explorerUrl ? <ExternalLink href={`${chain.explorerUrl}/address/${target}`}>Explorer</ExternalLink> : null
  const canAsk = chain !== null && 'address' in contract
  // While it loads, its place as large as it will be; when it cannot be asked, the words that say so.
  const fromChain = (show: (known: AppContractFacts) => ReactNode, place: ReactNode = <AwaitedLine />) => {
    if (facts) return show(facts)
    return canAsk && !error ? place : <Unknown>not read from the chain</Unknown>
  }

  return (
    <div className="space-y-3">
      {'problem' in contract ? (
        <Notice tone="caution" title="The app contract is not certain">
          {contractProblems[contract.problem]}
        </Notice>
      ) : null}
      {chain === null ? (
        <Notice tone="caution" title={`This console has no connection to ${networkName(cvm.kms.chainId)}`}>
          What the contract says cannot be shown, and nothing can be signed from here.
        </Notice>
      ) : null}
      <DefinitionList>
        <Definition term="Owner">
          {fromChain(
            ({ owner, hasCode }) =>
              owner ? (
                <>
                  <CopyableId value={owner.address} label="owner" />
                  <span className="flex flex-wrap items-center gap-x-3">
                    <span className="text-muted">{ownerWords(owner)}</span>
                    <Note owner={owner} />
                  </span>
                </>
              ) : (
                <Unknown>{ownerlessWords({ hasCode })}</Unknown>
              ),
            <>
              <AwaitedLine isId />
              <AwaitedLine />
            </>,
          )}
        </Definition>
        <Definition term="App contract">
          {address ? (
            <span className="flex flex-wrap items-center gap-x-3">
              <CopyableId value={address} label="app contract" />
              {explorer(address)}
              {sameAddress(address, cvm.appId) ? <span className="text-muted">the app id, as an address</span> : null}
            </span>
          ) : null}
        </Definition>
        <Definition term="Chain">{cvm.kms.chainId === null ? null : networkTitle(cvm.kms.chainId, chain)}</Definition>
        {facts?.pendingOwner ? (
          <Definition term="Next owner">
            <span className="flex flex-wrap items-center gap-x-3">
              <CopyableId value={facts.pendingOwner} label="next owner" />
              <span className="text-muted">was offered the ownership and has not taken it yet; until then the owner above signs</span>
            </span>
          </Definition>
        ) : null}
        <Definition term="Running hash">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {cvm.composeHash ? <CopyableId value={cvm.composeHash} label="compose hash" /> : <Unknown>not reported</Unknown>}
            {cvm.composeHash
              ? fromChain(({ composeHashAllowed }) => (
                  <Allowed allowed={composeHashAllowed} yes="allowed on-chain" no="not allowed on-chain" />
                ))
              : null}
          </span>
        </Definition>
        <Definition term="Device">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {cvm.node.deviceId ? <CopyableId value={cvm.node.deviceId} label="device id" /> : <Unknown>not reported</Unknown>}
            {fromChain(({ deviceAllowed, allowAnyDevice }) =>
              allowAnyDevice ? (
                <Badge tone="neutral">any device may run it</Badge>
              ) : (
                <Allowed allowed={deviceAllowed} yes="allowed on-chain" no="not allowed on-chain" />
              ),
            )}
          </span>
        </Definition>
        <Definition term="Platform rule">
          {fromChain(({ requiresTcbUpToDate }) =>
            requiresTcbUpToDate === null ? (
              <Unknown>the contract has none</Unknown>
            ) : requiresTcbUpToDate ? (
              'platform (TCB) must be up to date'
            ) : (
              'any platform (TCB) status'
            ),
          )}
        </Definition>
        <Definition term="KMS contract">
          {cvm.kms.kmsContract ? (
            <span className="flex flex-wrap items-center gap-x-3">
              <CopyableId value={cvm.kms.kmsContract} label="KMS contract" />
              {explorer(cvm.kms.kmsContract)}
            </span>
          ) : null}
        </Definition>
      </DefinitionList>
      {canAsk ? (
        <p className="flex min-h-6 flex-wrap items-center gap-x-2 text-12 text-muted">
          {error && !facts ? (
            <>
              The chain could not be read.
              <Button size="sm" variant="quiet" busy={isFetching} onClick={() => void refetch()}>
                Try again
              </Button>
            </>
          ) : facts ? (
            <span>
              Read from the chain <Age at={dataUpdatedAt} />
              {error ? '; the last attempt failed' : null}
            </span>
          ) : (
            'Reading the chain …'
          )}
        </p>
      ) : null}
    </div>
  )
}

const Unknown = ({ children }: { children: ReactNode }) => <span className="text-muted">{children}</span>

function Allowed({ allowed, yes, no }: { allowed: boolean | null; yes: string; no: string }) {
  if (allowed === null) {
    return <Badge icon={CircleHelp}>the contract does not say</Badge>
  }
  return allowed ? (
    <Badge tone="verified" icon={ShieldCheck}>
      {yes}
    </Badge>
  ) : (
    <Badge tone="stop" icon={TriangleAlert}>
      {no}
    </Badge>
  )
}
