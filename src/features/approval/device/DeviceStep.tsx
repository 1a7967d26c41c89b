import { Button } from '@/ui/controls/Button.tsx'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import { ComparableHex } from '@/features/approval/signing/ComparableHex.tsx'
import { shortEther } from '@/features/approval/wallet/short-ether.ts'
import { TroubleNotice } from '@/features/approval/wallet/TroubleNotice.tsx'
import type { Registration } from '@/features/approval/signing/use-registration.ts'
import { walletTroubleTexts } from '@/features/approval/wallet/wallet-failure-texts.ts'

/** A step of its own before the hash: without it the hash may be allowed, and the CVM still would not start. */
export function DeviceStep({ registration }: { registration: Registration }) {
  const { device, chain, names, needsWallet: canSignHere, signing, isAsking, reason, skipsDevice, setSkipsDevice } = registration
  const { deviceId, phase, result, feeWei } = device
  if (!deviceId) return null
  const disabledReason =
    signing.phase !== 'idle' || isAsking
      ? 'A request is waiting in your wallet.'
      : // What stands in the way of any signature, not only of the one for the hash.
        reason === null || reason === 'already-allowed'
        ? null
        : walletTroubleTexts[reason](names).title
  const { symbol } = chain.currency
  return (
    <section aria-labelledby="allow-device" className="space-y-3 rounded border border-caution/40 px-4 py-3">
      <div>
        <h3 id="allow-device" className="text-13 font-semibold">
          First: allow this CVM’s device
        </h3>
        <p className="mt-1 text-13 text-muted">
          The app contract does not allow the device that this CVM runs on. Even with the hash allowed, it would refuse to start the CVM.
          The owner signs two calls: this one, and then the hash below.
        </p>
      </div>
      <DefinitionList>
        <Definition term="Method">
          <code translate="no" className="font-mono text-12">
            addDevice(bytes32)
          </code>
        </Definition>
        <Definition term="Device id">
          <ComparableHex value={deviceId} label="device id" />
        </Definition>
        <Definition term="Value">0 {symbol}</Definition>
        {canSignHere ? (
          <Definition term="Network fee">
            {feeWei === null ? (
              <span className="text-muted">cannot be estimated yet</span>
            ) : (
              `at most about ${shortEther(feeWei)} ${symbol}, on top of the hash’s`
            )}
          </Definition>
        ) : null}
      </DefinitionList>
      {result?.kind === 'blocked' ? <TroubleNotice trouble={result.reason} names={names} /> : null}
      {result?.kind === 'failed' ? (
        <TroubleNotice
          trouble={result.failure.kind}
          names={names}
          detail={result.failure.detail}
          safeInstead="The prepared update is kept."
        />
      ) : null}
      {result?.kind === 'waiting' ? (
        <Notice tone="caution" title="A transaction of this account waits for its block." isAnnounced>
          It may be this call. The contract is read every few seconds; sign again only if your wallet shows that it is something else, or
          you may pay twice.
        </Notice>
      ) : null}
      {result?.kind === 'sent' ? (
        <Notice
          tone="onchain"
          title="Sent. Waiting for its block."
          isAnnounced
          actions={
            <Button size="sm" onClick={device.stopWaiting}>
              Stop waiting
            </Button>
          }
        >
          <p>
            Transaction <CopyableId value={result.hash} label="transaction hash" />. The contract is read every few seconds.
          </p>
        </Notice>
      ) : canSignHere ? (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            variant="onchain"
            busy={phase !== 'idle'}
            disabledReason={phase === 'idle' ? disabledReason : null}
            onClick={device.allow}
          >
            {phase === 'asking'
              ? 'Waiting for your wallet'
              : phase === 'checking'
                ? 'Checking'
                : result?.kind === 'waiting'
                  ? 'Sign again for the device'
                  : 'Sign for the device'}
          </Button>
          {phase === 'asking' ? (
            <span className="flex items-center gap-2 text-13 text-muted">
              <Spinner /> Confirm in your wallet.
            </span>
          ) : null}
        </div>
      ) : null}
      {canSignHere && !device.isUnderWay ? (
        <Checkbox
          label="Sign for the hash without it"
          hint="The update would stop the CVM, and it would not start again until the device is allowed."
          checked={skipsDevice}
          onChange={(event) => setSkipsDevice(event.target.checked)}
        />
      ) : null}
    </section>
  )
}
