import type { ReactNode } from 'react'
import type { ChainFacts } from '@/chain/chain-client.ts'
import type { Bytes32, TransactionHash } from '@/domain/identifiers.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import { useNow } from '@/ui/feedback/use-now.ts'
import { deviceWords } from '@/updates/verdict/device-allowance.ts'
import { preparedUntil, type ApprovalRequest } from '@/updates/handover/handover-link.ts'
import { wordsFor } from '@/updates/engine/sign-note-texts.ts'
import type { ChainTrouble, SignNote, SentTransaction } from '@/updates/engine/update-machine.ts'
import type { RegistrationFacts } from '@/features/approval/signing/use-registration-facts.ts'

interface ApprovalStatusProps {
  request: ApprovalRequest
  /** What came along leads to another hash. */
  isContradicted: boolean
  chain: ChainFacts
  facts: RegistrationFacts
  /** The device that the contract refuses. */
  deviceId: Bytes32 | null
  /** Sent from here, and not on the contract yet. */
  sent: SentTransaction | null
  note: SignNote | null
  chainTrouble: ChainTrouble | null
}

/** What is true now: read from the chain, and read again while the page is open. */
export function ApprovalStatus({ request, isContradicted, chain, facts, deviceId, sent, note, chainTrouble }: ApprovalStatusProps) {
  const { ticket, isForStart = false } = request
  const until = preparedUntil(ticket)
  const now = useNow('server')
  return (
    <>
      <div aria-live="polite" className="empty:hidden">
        <StatusNotice
          request={request}
          isContradicted={isContradicted}
          chain={chain}
          facts={facts}
          deviceId={deviceId}
          sent={sent}
          note={note}
          chainTrouble={chainTrouble}
        />
      </div>
      <Card title="Status">
        <DefinitionList>
          <Definition term="Compose hash">
            {facts.contract === null ? reading(facts) : facts.isAllowed ? 'allowed' : 'not allowed yet'}
          </Definition>
          <Definition term="Device">{deviceText(request, facts)}</Definition>
          <Definition term={isForStart ? 'Asked' : 'Prepared'}>
            {formatExactTime(ticket.issuedAt)}{' '}
            <span className="whitespace-nowrap text-muted">
              (<Age by="server" at={ticket.issuedAt} />)
            </span>
          </Definition>
          {isForStart ? null : <Definition term="Kept until about">{formatExactTime(until)}</Definition>}
        </DefinitionList>
        {!isForStart && until.getTime() < now ? (
          <p className="mt-3 text-13 text-muted">
            That time has passed: the update may have to be prepared again. If nothing else changed, it leads to the same hash.
          </p>
        ) : null}
      </Card>
    </>
  )
}

const reading = ({ isUnreachable }: RegistrationFacts) => (
  <span className="text-muted">{isUnreachable ? 'cannot be read at the moment' : 'reading…'}</span>
)

function deviceText({ ticket }: ApprovalRequest, facts: RegistrationFacts): ReactNode {
  const { contract } = facts
  if (contract === null) return reading(facts)
  if (ticket.deviceId === null && !contract.allowAnyDevice) return <span className="text-muted">not named by the link</span>
  return deviceWords(contract)
}

function StatusNotice({ request, isContradicted, chain, facts, deviceId, sent, note, chainTrouble }: ApprovalStatusProps) {
  const { isForStart = false } = request
  if (facts.isAllowed && isContradicted) {
    return (
      <Notice tone="stop" title="The contract allows this hash already.">
        It is not the hash of the change that you were given, so this page cannot say what it stands for. Ask the owner of the contract, in
        another way than the one the change came by.
      </Notice>
    )
  }
  if (facts.isAllowed) {
    return deviceId === null ? (
      <Notice tone="verified" title="Allowed. Nothing more to do here.">
        <p>
          {isForStart
            ? 'The app contract allows what this link asks for. Whoever has a key can start the CVM; you can close this page.'
            : 'The app contract allows this hash. Whoever prepared the update continues from there; you can close this page.'}
        </p>
        {facts.transactionHash ? (
          <p className="flex flex-wrap items-center gap-x-1.5">
            {isForStart ? 'The hash was allowed by' : 'Allowed by'} transaction{' '}
            <Transaction transactionHash={facts.transactionHash} chain={chain} />
          </p>
        ) : null}
      </Notice>
    ) : (
      <Notice tone="caution" title="The hash is allowed, the device is not yet.">
        <p>Until the contract allows the CVM’s device as well, the CVM will not start{isForStart ? '' : ' with the new configuration'}.</p>
      </Notice>
    )
  }
  if (sent) {
    return (
      <Notice tone="onchain" icon={Spinner} title="Sent. Waiting for the transaction to be in a block.">
        <p>
          Usually that takes a few seconds, sometimes minutes. You can leave this page and come back. If it takes too long, speed it up in
          your wallet; a replacement counts as well.
        </p>
        <p className="flex flex-wrap items-center gap-x-1.5">
          Transaction <Transaction transactionHash={sent.transactionHash} chain={chain} />
        </p>
        {chainTrouble ? (
          <p>
            {chainTrouble.title} {chainTrouble.text}
          </p>
        ) : null}
      </Notice>
    )
  }
  if (!note) return null
  const { title, text, isTrouble } = wordsFor(note)
  return (
    <Notice tone={isTrouble ? 'caution' : 'neutral'} title={title}>
      {text}
    </Notice>
  )
}

const Transaction = ({ transactionHash, chain }: { transactionHash: TransactionHash; chain: ChainFacts }) => (
  <>
    <CopyableId value={transactionHash} label="transaction hash" />
    {chain.explorerUrl ? (
      <ExternalLink href={`${chain.explorerUrl.replace(/\/$/, '')}/tx/${transactionHash}`} className="text-12">
        Open in explorer
      </ExternalLink>
    ) : null}
  </>
)
