import { counted } from '@/lib/counted.ts'
import {
  CircleDollarSign,
  Clock,
  Diamond,
  Eye,
  EyeOff,
  Hourglass,
  RotateCw,
  ShieldCheck,
  ShieldOff,
  SlidersHorizontal,
  TriangleAlert,
  UserRoundCheck,
  Zap,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { formatDuration } from '@/lib/durations.ts'
import { type EditValues, type FieldName, fieldRow } from '@/updates/fields/fields.ts'
import { useCostChange } from '@/updates/plan/use-cost-change.ts'
import type { OwnDurations } from '@/updates/plan/own-durations.ts'
import type { UpdatePlan } from '@/updates/plan/update-plan.ts'
import { Figures } from '@/ui/layout/Figures.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import type { Icon } from '@/ui/layout/icon.ts'
import { OwnerFact } from '@/features/review/apply/OwnerFact.tsx'
import { signingWords } from '@/updates/verdict/signing-words.ts'
import type { ContractObstacles } from '@/updates/verdict/use-contract-obstacles.ts'

interface ConsequencesProps {
  cvm: Cvm
  plan: UpdatePlan
  baseline: EditValues
  values: EditValues
  obstacles: ContractObstacles
  /** Whether it can be prepared for an approval by somebody else, who then needs nobody here to apply it. */
  isPreparable: boolean
}

/** What applying leads to, with the reasons, before anything is sent. */
export function Consequences({ cvm, plan, baseline, values, obstacles, isPreparable }: ConsequencesProps) {
  const { signer, owner, isOwnerGone, pendingOwner, requiresTcbUpToDate, isDeviceRefused } = obstacles
  const cost = useCostChange(cvm, baseline, values)
  return (
    <ul className="space-y-3 text-13">
      <Item icon={RotateCw} title={plan.restarts ? '1 restart' : 'No restart'}>
        {plan.restartReason}
        {plan.restarts ? ' Its endpoints do not answer meanwhile.' : null}
      </Item>
      {isDeviceRefused ? (
        <Item icon={TriangleAlert} tone="text-caution" title="The CVM would not start again">
          The app contract does not allow the device that this CVM runs on. Its owner has to allow it first: the method is addDevice.
        </Item>
      ) : null}
      {requiresTcbUpToDate ? (
        <Item icon={ShieldCheck} title="Starts on an up-to-date platform only">
          The app contract asks for it (TCB). If the machine’s platform has fallen behind, the CVM will not start again.
        </Item>
      ) : null}
      {plan.signature === 'none' ? (
        <Item icon={ShieldOff} title="No signature needed">
          {plan.signatureReason.replace(/^No signature: (.)/, (_all, first: string) => first.toUpperCase())}
        </Item>
      ) : isOwnerGone ? (
        <Item icon={TriangleAlert} tone="text-caution" title="Nobody can allow the new hash">
          The ownership of the app contract was given up, so no wallet can sign for it any more. Unless the contract allows the new hash
          already, this update cannot be applied: deploy a new app to change its configuration.
        </Item>
      ) : (
        <Item icon={Diamond} tone="text-onchain" title={signingWords(plan, obstacles) ?? 'Perhaps 1 on-chain signature'}>
          {plan.signatureReason}{' '}
          {owner
            ? `${owner === 'Another account' ? 'Another account than the one last connected in this browser owns it.' : `${owner} owns it, so no wallet here can sign.`} ${
                isPreparable
                  ? 'Once prepared, the update waits about 14 days for it, and you get links to hand over.'
                  : 'You get an approval link to hand over. Once the hash is allowed, this browser applies the update: here, or from Unfinished.'
              }`
            : isDeviceRefused
              ? 'A wallet of its owner will be asked to sign two transactions, for the device and for the hash; they cost network fees and move no funds.'
              : 'A wallet of its owner will be asked to sign one transaction; it costs a network fee and moves no funds.'}
          {signer ? (
            <p className="mt-1 flex flex-wrap items-center gap-x-2">
              Owner <OwnerFact cvm={cvm} owner={signer} />
            </p>
          ) : null}
        </Item>
      )}
      {pendingOwner ? (
        <Item icon={UserRoundCheck} tone="text-caution" title="The ownership is changing hands">
          <CopyableId value={pendingOwner} label="next owner" /> was offered the app contract and has not taken it yet. Whoever owns it when
          the transaction is mined has to be the one who signs.
        </Item>
      ) : null}
      {plan.durations ? <Durations {...plan.durations} /> : null}
      {cost ? (
        <Item icon={CircleDollarSign} title="Price">
          <Figures>{cost}</Figures>
        </Item>
      ) : null}
      {plan.options.map(({ field, label, value }) => (
        <Item
          key={field}
          icon={field === 'allowForceStop' ? Zap : Hourglass}
          tone={field === 'allowForceStop' ? 'text-caution' : 'text-muted'}
          title={`${label}: ${value.charAt(0).toLowerCase()}${value.slice(1)}`}
        >
          Applies to this update only and cannot be read back.
          {optionWarning(field, values)}
        </Item>
      ))}
      {plan.changes.map(({ field }) => {
        const row = fieldRow(field)
        if (row.kind !== 'flag') return null
        const { label, words, section } = row
        const isOn = Boolean(values[field])
        const isSeen = section === 'visibility'
        return (
          <Item
            key={field}
            icon={isSeen ? (isOn ? Eye : EyeOff) : SlidersHorizontal}
            tone={isOn && isSeen ? 'text-caution' : 'text-muted'}
            title={`${label} ${label === 'Logs' ? 'become' : 'becomes'} ${isOn ? words.on : words.off}`}
          >
            {isOn ? words.becomesOn : words.becomesOff}
          </Item>
        )
      })}
    </ul>
  )
}

/** How long it is likely to be away, by this CVM's own history. */
const Durations = ({ count, usual, longest }: OwnDurations) =>
  usual === null || longest === null ? (
    <Item icon={Clock} title="Not enough data for how long it takes">
      {count === 0
        ? 'No update like this one has completed on this CVM yet.'
        : `Only ${counted(count, 'update')} like this one completed on this CVM; three would tell.`}
    </Item>
  ) : (
    <Item icon={Clock} title={`Usually ${formatDuration(usual)}, at worst ${formatDuration(longest)}`}>
      <Figures>{`Median and longest of ${count} updates like this one on this CVM.`}</Figures>
    </Item>
  )

/** What an option can cost, in the words of its switch. */
function optionWarning(field: FieldName, values: EditValues): string | null {
  const row = fieldRow(field)
  return row.kind === 'flag' ? ` ${values[field] ? row.words.becomesOn : row.words.becomesOff}` : null
}

const Item = ({ icon: Mark, tone = 'text-muted', title, children }: { icon: Icon; tone?: string; title: string; children: ReactNode }) => (
  <li className="flex gap-3">
    <Mark aria-hidden className={classNames('mt-0.5 size-4 shrink-0', tone)} />
    <div className="min-w-0">
      <p className={classNames('font-medium', tone === 'text-onchain' && tone)}>
        <Figures>{title}</Figures>
      </p>
      <div className="mt-0.5 text-muted">{children}</div>
    </div>
  </li>
)
