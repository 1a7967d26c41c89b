import { encodeAddDevice } from '@/chain/allow-device.ts'
import { ownerMethods } from '@/chain/owner-methods.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { CallInFull } from '@/features/approval/signing/CallInFull.tsx'
import { ComparableHex } from '@/features/approval/signing/ComparableHex.tsx'
import { MethodText } from '@/features/approval/signing/MethodText.tsx'
import type { Registration } from '@/features/approval/signing/use-registration.ts'
import { OpenRequests } from '@/features/approval/wallet/OpenRequests.tsx'
import { Ether } from '@/features/approval/wallet/Ether.tsx'
import { TroubleNotice } from '@/features/approval/wallet/TroubleNotice.tsx'
import { WaitingForWallet } from '@/features/approval/wallet/WaitingForWallet.tsx'
import { safeWhileUncertain, walletTroubleTexts } from '@/features/approval/wallet/wallet-failure-texts.ts'

/** A step of its own before the hash: without it the hash may be allowed, and the CVM still would not start. */
export function DeviceStep({ registration }: { registration: Registration }) {
  const { subject, facts, device, attempt, obstacle, isHashSettled: isLast } = registration
  const { deviceId, asking, result, feeWei } = device
  if (!deviceId) return <LeftOpen device={device} />
  const { needsWallet: canSignHere } = obstacle
  const { symbol } = subject.chain.currency
  const isIdle = asking.phase === 'idle' && !asking.isAsking
  // The owner cannot pay, by what the chain says: the wallet may still know a way.
  const cannotPay = obstacle.reason === 'insufficient-funds'
  const disabledReason = attempt.isUnderWay ? 'A request is waiting in your wallet.' : (device.openReason ?? whyNotAny(registration))
  return (
    <section aria-labelledby="allow-device" className="space-y-3 rounded border border-caution/40 px-4 py-3">
      <div>
        <h3 id="allow-device" className="text-13 font-semibold">
          {isLast ? 'Allow this CVM’s device' : 'First: allow this CVM’s device'}
        </h3>
        <p className="mt-1 text-13 text-muted">
          The app contract does not allow the device that this CVM runs on.{' '}
          {isLast
            ? 'It allows the hash already, so this is the one call that the owner still signs.'
            : 'Even with the hash allowed, the CVM would not start. The owner signs two calls: this one, and then the hash below.'}
        </p>
      </div>
      <DefinitionList>
        <Definition term="Method">
          <MethodText method="addDevice" />
        </Definition>
        <Definition term={ownerMethods.addDevice.argumentLabel}>
          <ComparableHex value={deviceId} label="device id" />
        </Definition>
        <Definition term="Value">
          <Ether wei={0n} symbol={symbol} />
        </Definition>
        {canSignHere ? (
          <Definition term="Network fee">
            {feeWei === null ? (
              <span className="text-muted">cannot be estimated yet</span>
            ) : (
              <>
                at most about <Ether wei={feeWei} symbol={symbol} />
                {isLast ? null : ', on top of the hash’s'}
              </>
            )}
          </Definition>
        ) : null}
      </DefinitionList>
      <CallInFull
        method="addDevice"
        appContract={subject.ticket.appContract}
        data={encodeAddDevice(deviceId)}
        owner={facts.contract?.owner ?? null}
        simulation={device.simulation}
      />
      {result?.kind === 'blocked' && result.reason !== 'already-allowed' ? (
        <TroubleNotice trouble={result.reason} names={subject.names} />
      ) : null}
      {result?.kind === 'rejected' ? <TroubleNotice trouble="sign-rejected" names={subject.names} /> : null}
      {result?.kind === 'failed' ? (
        <TroubleNotice
          trouble={result.failure.kind}
          names={subject.names}
          detail={result.failure.detail}
          safeInstead={safeWhileUncertain(subject.names)}
        />
      ) : null}
      {asking.isAsking || asking.phase === 'reaching' || asking.phase === 'checking' ? (
        <WaitingForWallet
          phase={asking.isAsking ? 'asking' : asking.phase === 'checking' ? 'checking' : 'reaching'}
          isSlow={asking.isSlow || asking.phase === 'idle'}
          argument="device id"
          onStop={asking.stop}
        />
      ) : null}
      {canSignHere && isIdle ? (
        <OpenRequests
          requests={device.open}
          purpose="allow this device"
          isAgainChosen={device.isAgainChosen}
          onChooseAgain={device.chooseAgain}
          onForget={device.forget}
        />
      ) : null}
      {canSignHere ? (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            variant="onchain"
            busy={!isIdle}
            disabledReason={isIdle ? disabledReason : null}
            onClick={() => device.allow(cannotPay ? 'insufficient-funds' : null)}
          >
            {asking.isAsking
              ? 'Waiting for your wallet'
              : !isIdle
                ? 'Checking'
                : cannotPay
                  ? 'Ask the wallet for the device anyway'
                  : device.open.length > 0
                    ? 'Sign again for the device'
                    : 'Sign for the device'}
          </Button>
        </div>
      ) : null}
      {canSignHere && isIdle && !isLast ? (
        <Checkbox
          label="Sign for the hash without it"
          hint="The update would stop the CVM, and it would not start again until the device is allowed."
          checked={attempt.skipsDevice}
          onChange={(event) => attempt.setSkipsDevice(event.target.checked)}
        />
      ) : null}
    </section>
  )
}

/** The device is allowed, and another request to allow it is still in a wallet of this browser. */
function LeftOpen({ device: { open, forget } }: { device: Registration['device'] }) {
  const unanswered = open.filter(({ request, finding }) => !request.transactionHash && finding !== null)
  if (unanswered.length === 0) return null
  return (
    <Notice
      tone="caution"
      title="A request for the device may still be open in your wallet. Reject it."
      actions={
        <Button size="sm" onClick={() => unanswered.forEach(({ request }) => forget(request))}>
          It is not in my wallet
        </Button>
      }
    >
      The contract allows the device already. Approving the request would only cost a second fee.
    </Notice>
  )
}

/** What stands in the way of any signature, not only of the one for the hash. */
function whyNotAny({ obstacle, subject }: Registration): string | null {
  const { reason } = obstacle
  if (reason === null || reason === 'already-allowed' || reason === 'insufficient-funds') return null
  return walletTroubleTexts[reason](subject.names).title
}
