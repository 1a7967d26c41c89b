import type { ReactNode } from 'react'
import type { Operation } from '@/api/schemas/operation.ts'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { TransactionHash } from '@/domain/identifiers.ts'
import { statusLabel } from '@/domain/cvm-status.ts'
import { formatDuration } from '@/lib/durations.ts'
import type { ContractObstacles } from '@/updates/verdict/use-contract-obstacles.ts'
import type { Ticket, UpdateState } from '@/updates/engine/update-machine.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'
import type { Step, StepState } from '@/ui/feedback/Steps.tsx'
import { Slowness } from './Slowness.tsx'
import { HashVerdictLine } from '@/features/review/apply/HashVerdictLine.tsx'

interface Facts {
  state: UpdateState
  /** The plan foresees a signature. Once the server has answered, its answer counts. */
  expectsSignature: boolean
  /** The plan sends the manifest whole, which no transaction goes along with. */
  sendsWhole: boolean
  /** Who has to sign and what else stands in the way, as far as the chain was read. */
  obstacles: Pick<ContractObstacles, 'owner' | 'isOwnerGone' | 'isDeviceRefused'>
  cvm: Cvm
  operation: Operation | null
  /** The last step's own words, once the CVM is up; `null` while there is nothing to prove. */
  proof: { state: StepState; detail: ReactNode } | null
  chain: ChainConfig | null
}

export const ticketOf = (state: UpdateState): Ticket | undefined => ('ticket' in state ? state.ticket : undefined)

/** How far each state is along the whole course. */
const position: Record<UpdateState['step'], number> = {
  draft: 0,
  reviewing: 0,
  submitting: 1,
  submitUncertain: 1,
  hashRequired: 3,
  externalApproval: 3,
  wallet: 3,
  txPending: 4,
  registered: 5,
  confirming: 5,
  accepted: 6,
  applying: 6,
  done: 8,
  failed: 6,
}

/** The course of an update with what is proved of it so far. */
export function progressSteps(facts: Facts): Step[] {
  const { state, expectsSignature } = facts
  const verdict = 'verdict' in state ? state.verdict : undefined
  const ticket = ticketOf(state)
  const isRefused = verdict?.kind === 'mismatch'
  const hasStarted = position[state.step] > 0
  const isAnswered = position[state.step] > 1
  const isLong = isAnswered ? ticket !== undefined : expectsSignature
  const at = position[state.step]

  /** `number` counts along the course of a signed update. */
  const stateOf = (number: number, current: StepState = 'active'): StepState => {
    if (!hasStarted || at < number) return 'todo'
    return at > number ? 'done' : current
  }
  const restart: Step = {
    id: 'restart',
    label: 'Restart',
    state: state.step === 'failed' ? 'failed' : stateOf(6),
    detail: at >= 6 ? <RestartDetail {...facts} /> : undefined,
  }
  const verify: Step = {
    id: 'verify',
    label: 'Verify',
    state: state.step === 'done' ? (state.outcomes.every(({ matches }) => matches !== false) ? 'done' : 'failed') : 'todo',
    detail:
      state.step === 'done'
        ? state.outcomes.every(({ matches }) => matches !== false)
          ? 'What can be read back was compared.'
          : 'What was read back differs from what was asked for.'
        : hasStarted
          ? undefined
          : 'Afterwards the server is asked what every changed field holds.',
  }
  const prove: Step = {
    id: 'prove',
    label: 'Prove',
    state: facts.proof?.state ?? 'todo',
    detail:
      facts.proof?.detail ??
      (state.step === 'done'
        ? 'The CVM is not running. Once it does, its Attestation shows what the hardware signed.'
        : hasStarted
          ? undefined
          : 'At the end the hardware’s signature is checked here, in the browser.'),
  }
  if (!isLong) {
    return [
      {
        id: 'apply',
        label: 'Apply',
        state: stateOf(1, state.step === 'submitUncertain' ? 'waiting' : 'active'),
        detail: correlation(state) ?? (hasStarted ? undefined : 'The change is sent. No signature is asked for.'),
      },
      restart,
      verify,
      prove,
    ]
  }
  const before = (text: string) => (hasStarted ? undefined : text)
  return [
    {
      id: 'prepare',
      label: 'Prepare',
      state: stateOf(1, state.step === 'submitUncertain' ? 'waiting' : 'active'),
      detail: ticket ? (
        <>
          Prepared <Age by="server" at={ticket.issuedAt} />
          {at <= 4 ? '; kept for about 14 days.' : null}
        </>
      ) : (
        before('The change is sent and held. Nothing restarts yet.')
      ),
    },
    {
      id: 'check',
      label: isRefused ? 'Stop: the hash is not what was asked for' : 'Check hash',
      state: ticket ? (isRefused ? 'failed' : 'done') : stateOf(2),
      detail: ticket ? (
        <Lines>
          <CopyableId value={ticket.composeHash} label="compose hash" />
          {verdict === undefined ? null : <HashVerdictLine verdict={verdict} />}
        </Lines>
      ) : (
        before('The server’s hash is compared with one computed here.')
      ),
    },
    {
      id: 'sign',
      label: !hasStarted && facts.obstacles.owner ? 'Approve' : 'Sign',
      ...(isRefused ? {} : { tone: 'onchain' as const }),
      state: isRefused && at === 3 ? 'todo' : stateOf(3, 'waiting'),
      detail:
        state.step === 'txPending' ? (
          <Transaction transactionHash={state.sent.transactionHash} chain={facts.chain} />
        ) : state.step === 'wallet' ? (
          'Waiting for your wallet.'
        ) : state.step === 'externalApproval' ? (
          isRefused ? (
            'Handed to nobody: the hash does not match.'
          ) : (
            'Waiting for the contract’s owner.'
          )
        ) : state.step === 'hashRequired' ? (
          isRefused ? (
            'Not offered: the hash does not match.'
          ) : (
            'Waiting for you.'
          )
        ) : (
          before(whoSigns(facts.obstacles))
        ),
    },
    {
      id: 'block',
      label: 'Wait for block',
      tone: 'onchain',
      state: stateOf(4),
      detail:
        'transactionHash' in state && state.transactionHash ? (
          <Lines>
            <Transaction transactionHash={state.transactionHash} chain={facts.chain} />
            <span>Receipt, event and the contract’s list agree.</span>
          </Lines>
        ) : undefined,
    },
    {
      id: 'confirm',
      label: 'Confirm',
      state: stateOf(5, state.step === 'registered' || (state.step === 'confirming' && state.gaveUp) ? 'waiting' : 'active'),
      detail:
        correlation(state) ??
        before(
          facts.sendsWhole
            ? 'Phala Cloud is told to put the manifest to use, and looks at the contract’s list itself.'
            : 'Phala Cloud is told which transaction allowed the hash.',
        ),
    },
    restart,
    verify,
    prove,
  ]
}

/** Before anything was sent: who will have to allow the hash, and whether the device takes a call of its own. */
function whoSigns({ owner, isOwnerGone, isDeviceRefused }: Facts['obstacles']): string {
  if (isOwnerGone) return 'Nobody can: the ownership of the app contract was given up.'
  if (owner === 'Another account') {
    return `Another account owns the app contract and signs ${isDeviceRefused ? 'two transactions, for the device and for the hash,' : 'one transaction'} in its own wallet.`
  }
  if (owner) {
    return `${owner} owns the app contract and approves ${isDeviceRefused ? 'two calls, for the device and for the hash,' : 'one call'} in its own way.`
  }
  return isDeviceRefused
    ? 'The owner of the app contract signs two transactions in a wallet: first the device, then the hash.'
    : 'The owner of the app contract signs one transaction in a wallet.'
}

const Lines = ({ children }: { children: ReactNode }) => <span className="flex flex-col items-start gap-1">{children}</span>

function correlation(state: UpdateState): ReactNode {
  if (!('correlationId' in state)) return undefined
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-1.5">
      Correlation id <CopyableId value={state.correlationId} label="correlation id" />
    </span>
  )
}

const Transaction = ({ transactionHash, chain }: { transactionHash: TransactionHash; chain: ChainConfig | null }) => (
  <span className="inline-flex max-w-full flex-wrap items-center gap-x-3">
    <span className="inline-flex items-center gap-1.5">
      Transaction <CopyableId value={transactionHash} label="transaction hash" />
    </span>
    {chain?.explorerUrl ? <ExternalLink href={`${chain.explorerUrl}/tx/${transactionHash}`}>Explorer</ExternalLink> : null}
  </span>
)

/** What the machine does right now, or how long it took. */
function RestartDetail({ state, cvm, operation }: Facts) {
  if (state.step === 'failed') return <>{state.reason}</>
  if (state.step === 'done') {
    const seconds = operation?.durationMs === null || operation?.durationMs === undefined ? null : operation.durationMs / 1000
    return (
      <>
        {statusLabel(cvm.status)}
        {seconds === null ? null : ` after ${formatDuration(seconds)}`}
        {operation?.completedAt ? (
          <>
            {' · '}
            <Age by="server" at={operation.completedAt} />
          </>
        ) : null}
      </>
    )
  }
  return (
    <>
      {cvm.inProgress ? statusLabel(cvm.status) : 'Queued'}
      {operation?.startedAt ? (
        <>
          {' · began '}
          <Age by="server" at={operation.startedAt} />
          <Slowness cvmId={cvm.id} type={operation.type} startedAt={operation.startedAt} />
        </>
      ) : null}
    </>
  )
}
