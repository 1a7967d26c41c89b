import { Diamond } from 'lucide-react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { FailureText } from '@/domain/failure-texts.ts'
import type { UpdateFailureKind } from '@/domain/failure.ts'
import { networkTitle } from '@/domain/network-names.ts'
import { updateFailureText } from '@/updates/engine/update-failure-text.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import type { Failure, UpdateState } from '@/updates/engine/update-machine.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Countdown } from '@/ui/feedback/Countdown.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { HashFacts } from '@/ui/feedback/HashFacts.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { OtherTransaction } from './OtherTransaction.tsx'
import { stepTitles } from '@/features/review/update-texts.ts'

interface ConfirmingNoticeProps {
  state: Extract<UpdateState, { step: 'confirming' }>
  update: UpdateHandle
  chain: ChainConfig | null
}

/** The hash is registered, and Phala Cloud has to see it: waiting is normal, and when it goes on too long both views stand side by side. */
export function ConfirmingNotice({ state, update, chain }: ConfirmingNoticeProps) {
  const { trouble, gaveUp, attempt } = state
  if (!trouble) {
    return (
      <Notice tone="onchain" title={stepTitles.confirming}>
        The transaction is on the chain. Phala Cloud is checking it.
      </Notice>
    )
  }
  if (!gaveUp) {
    return (
      <Notice tone="onchain" icon={Diamond} title={`Registered. ${waitingFor(trouble.kind).title}`}>
        <p>
          {trouble.continuesAt ? (
            <>
              Continuing in <Countdown to={trouble.continuesAt} />.
            </>
          ) : (
            `${waitingFor(trouble.kind).text}${trouble.kind === 'busy' ? '' : ` (attempt ${attempt})`}`
          )}
        </p>
        <p className="text-muted">{trouble.message}</p>
      </Notice>
    )
  }
  const text = { ...updateFailureText(trouble), ...whileConfirming[trouble.kind] }
  return (
    <FailureNotice
      title={text.title}
      message={trouble.message}
      safe={text.safe}
      next={trouble.notBefore ? `Wait until ${formatExactTime(trouble.notBefore)}, then confirm again.` : text.next}
      code={trouble.code}
      requestId={trouble.requestId}
      actions={
        <>
          <Button variant="primary" onClick={() => update.send({ type: 'confirmAgain' })}>
            Confirm again
          </Button>
          <Button onClick={() => update.send({ type: 'startOver' })}>Back to the review</Button>
        </>
      }
    >
      {disagreements.has(trouble.kind) ? <Comparison state={state} trouble={trouble} chain={chain} /> : null}
      {disagreements.has(trouble.kind) && chain && !state.ticket.isWholeManifest ? (
        <OtherTransaction
          ticket={state.ticket}
          chain={chain}
          transactionHash={state.transactionHash}
          onTransaction={(transactionHash) => update.send({ type: 'verified', transactionHash, device: 'unread' })}
        />
      ) : null}
    </FailureNotice>
  )
}

const notSeen = {
  title: 'Phala Cloud does not see it yet.',
  text: 'That is normal right after a block. It is tried again by itself, for about two minutes in all',
}
const noAnswer = {
  title: 'No confirmed response from Phala Cloud.',
  text: 'Whether it was confirmed is looked up each time, before it is tried again',
}
const waits: Partial<Record<UpdateFailureKind, { title: string; text: string }>> = {
  busy: { title: 'Waiting for another operation to finish.', text: 'It is confirmed as soon as the CVM is free.' },
  'too-many-requests': { title: 'Phala Cloud asks to wait.', text: 'It is tried again by itself' },
  'server-trouble': noAnswer,
  unreachable: noAnswer,
  'not-understood': noAnswer,
}
const waitingFor = (kind: UpdateFailureKind) => waits[kind] ?? notSeen

/** Answers that contradict what was read on the chain. */
const disagreements: ReadonlySet<UpdateFailureKind> = new Set(['hash-required', 'transaction-unverified', 'hash-not-allowed'])

const compare = 'Compare both below, then confirm again. If that does not help, report both to Phala Cloud.'

/** The same answers mean something else once the hash is registered. */
const whileConfirming: Partial<Record<UpdateFailureKind, Partial<FailureText>>> = {
  'hash-required': {
    title: 'Phala Cloud doesn’t see the approval yet.',
    safe: 'The registration on the chain stays, and nothing was applied.',
    next: compare,
  },
  'transaction-unverified': { next: compare },
  'hash-not-allowed': { title: 'Phala Cloud says the app contract does not allow this hash.', next: compare },
}

/** What this console reads on the chain, and what the server says it looked at. */
function Comparison({ state, trouble, chain }: Pick<ConfirmingNoticeProps, 'state' | 'chain'> & { trouble: Failure }) {
  const { ticket, transactionHash } = state
  return (
    <>
      <p className="pt-1 font-medium">Read here just before the last attempt</p>
      <HashFacts {...ticket} network={networkTitle(ticket.chainId, chain)}>
        <Definition term="Contract’s list">allows this hash</Definition>
        <Definition term="Transaction">
          <CopyableId value={transactionHash} label="transaction hash" />
        </Definition>
        <Definition term="Its receipt">succeeded; the app contract announced this hash in it</Definition>
      </HashFacts>
      {trouble.fieldErrors.length > 0 ? (
        <>
          <p className="pt-1 font-medium">Named by Phala Cloud</p>
          <DefinitionList>
            {trouble.fieldErrors.map(({ field, message }) => (
              <Definition key={`${field}-${message}`} term={field || 'Reason'}>
                <span translate="no" className="font-mono text-12 break-all">
                  {message}
                </span>
              </Definition>
            ))}
          </DefinitionList>
        </>
      ) : null}
    </>
  )
}
