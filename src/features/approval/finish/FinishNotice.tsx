import { Link } from '@tanstack/react-router'
import { CircleCheck, Diamond, Hourglass } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '@/api/api-error.ts'
import { describeFailure } from '@/api/describe-failure.ts'
import { networkName } from '@/domain/network-names.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import { NoSuchContract, UnknownChain } from '@/chain/chain-errors.ts'
import { mayHaveBeenProcessed } from '@/updates/engine/failure-of.ts'
import type { FinishRequest } from '@/updates/handover/handover-link.ts'
import { Name } from '@/ui/layout/Name.tsx'
import type { Finish } from './use-finish.ts'

interface FinishNoticeProps {
  request: FinishRequest
  finish: Finish
  /** The file that is open leads to another hash. */
  isContradicted: boolean
}

/** What is true now and what to do, in one notice. Every change of it is read out. */
export const FinishNotice = (props: FinishNoticeProps) => <div aria-live="polite">{noticeFor(props)}</div>

function noticeFor({ request, finish, isContradicted }: FinishNoticeProps): ReactNode {
  const { cvmId, cvmName, pasted } = request
  /** What works once, and where another comes from. */
  const credential = pasted ? 'token' : 'link'
  const giver = pasted ? 'whoever prepared the update' : 'whoever sent the link'
  const { commit, correlationId, isOver, wasUnclear, hasToken, registration, isDeviceRefused } = finish
  const openCvm = (
    <Link to="/cvms/$cvmId" params={{ cvmId }} search={{ tab: 'operations' }} className={buttonClass('secondary')}>
      Open the CVM (needs a key)
    </Link>
  )
  if (correlationId) {
    return (
      <Notice tone="changed" icon={CircleCheck} title="Confirmed. Phala Cloud accepted the update." actions={openCvm}>
        <p>
          <Name>{cvmName}</Name> restarts with the new configuration. Nothing more to do here; the {credential} does not work a second time.
        </p>
        <p className="flex flex-wrap items-center gap-x-1.5">
          Correlation id <CopyableId value={correlationId} label="correlation id" />
        </p>
      </Notice>
    )
  }
  if (isOver) {
    return (
      <FailureNotice
        {...describeFailure(commit.error)}
        title={
          wasUnclear
            ? `The ${credential} was already used, most likely by your own confirmation.`
            : `This ${credential} does not work any more.`
        }
        safe={
          wasUnclear
            ? `An earlier confirmation got no answer, and a ${credential} works once. The CVM’s operations show whether the update runs.`
            : (pasted
                ? 'The token and what was typed with it may not belong together: compare every field with what was printed. Or it'
                : 'It') +
              // A browser repeats a request by itself when its connection breaks, so this may be our own second one.
              ' was already used (perhaps by this very confirmation, if the connection broke), another update was prepared since, the configuration changed, or its 14 days are over: Phala Cloud does not say which.'
        }
        next={`The CVM’s operations show whether the update runs; ${giver} can look. If it has to be prepared again, the same change has the same hash, which then needs no new approval.`}
        actions={openCvm}
      />
    )
  }
  if (commit.isPending) {
    const { waiting, stopWaiting } = finish
    if (waiting?.why instanceof ApiError && waiting.why.kind === 'too-many-requests') {
      return (
        <Notice
          tone="changed"
          icon={Hourglass}
          title="Phala Cloud asks to wait."
          actions={<Button onClick={stopWaiting}>Stop waiting</Button>}
        >
          It is tried again by itself at {formatExactTime(waiting.until)}. Nothing was started, and the {credential} is still good.
        </Notice>
      )
    }
    return (
      <Notice
        tone="changed"
        icon={Spinner}
        title="Confirming."
        actions={waiting ? <Button onClick={stopWaiting}>Stop waiting</Button> : undefined}
      >
        {waiting?.why instanceof ApiError ? (
          <p>
            {waiting.why.kind === 'busy'
              ? 'Another operation runs on this CVM. It is tried again by itself'
              : 'Phala Cloud does not see the approval yet, which is normal right after a block. It is tried again by itself'}
            , for about two minutes in all.
          </p>
        ) : (
          'The answer usually takes a second.'
        )}
      </Notice>
    )
  }
  if (commit.isError) {
    const failure = describeFailure(commit.error)
    return mayHaveBeenProcessed(commit.error) ? (
      <FailureNotice
        {...failure}
        title="No confirmed response."
        safe={`The update may or may not have been started. The ${credential} works once, so it cannot be started twice.`}
        next={`Confirm again: if the first one arrived, the answer will be that the ${credential} was already used.`}
        actions={openCvm}
      />
    ) : (
      <FailureNotice
        {...failure}
        safe={`Nothing was started, and the ${credential} is still good.`}
        next={
          commit.error instanceof ApiError && commit.error.waitUntil !== null
            ? `Wait until ${formatExactTime(commit.error.waitUntil)}, then confirm again.`
            : `Try again in a moment, or ask ${giver}.`
        }
      />
    )
  }
  if (registration.isError) {
    return (
      <Notice tone="caution" title="The chain cannot be read at the moment.">
        {whyUnread(registration.error, request)}
      </Notice>
    )
  }
  if (!registration.data) return <Notice icon={Hourglass} title="Reading the contract." />
  if (!hasToken) {
    return (
      <Notice
        tone="caution"
        title={pasted ? 'To confirm, go back to the fields and paste the token again.' : 'To confirm, open the finisher link again.'}
      >
        {pasted
          ? 'It was kept in the page’s memory only, and a link that was opened meanwhile took its place.'
          : 'Its secret part is taken out of the address and kept in the page’s memory only, so a reload forgets it. Open the link as it was sent to you.'}{' '}
        {registration.data.allowed ? 'The contract allows the hash.' : 'The contract does not allow the hash yet.'}
      </Notice>
    )
  }
  if (!registration.data.allowed || registration.data.isSettling) {
    return (
      <Notice tone="onchain" icon={Diamond} title="Waiting for the contract’s owner.">
        The contract is read every few seconds, and this page says when the update can be confirmed. You can also close it and come back{' '}
        {pasted ? 'and paste everything again.' : 'with the link.'}
      </Notice>
    )
  }
  if (isContradicted) {
    return (
      <Notice tone="stop" title="The hash is allowed, and your file stands for another.">
        Confirming would start something else than the file shows. Close the file if it belongs to another update; otherwise ask whoever
        prepared this one.
      </Notice>
    )
  }
  if (isDeviceRefused) {
    return (
      <Notice tone="caution" title="The hash is allowed, the CVM’s device is not yet.">
        If you confirm now, the CVM will restart and fail to boot. The owner has to make one more call, addDevice.
      </Notice>
    )
  }
  return (
    <Notice tone="verified" title="Allowed. The update can be confirmed.">
      {registration.data.transactionHash
        ? 'The transaction’s receipt, its event and the contract’s list agree.'
        : 'The contract’s list says so; the transaction that allowed it was not found, and is not needed.'}
    </Notice>
  )
}

function whyUnread(error: Error, { ticket, pasted }: FinishRequest): string {
  if (error instanceof UnknownChain) return `This console has no connection to ${networkName(ticket.chainId)}. Confirm from one that has.`
  if (error instanceof NoSuchContract) {
    return `There is no app contract at ${ticket.appContract}, so nothing can be allowed there. Ask ${pasted ? 'whoever prepared the update' : 'whoever sent the link'}.`
  }
  return 'It is asked again every few seconds; nothing is lost.'
}
