import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { PendingUpdates } from '@/features/cvm/pending/PendingUpdates.tsx'
import type { OwnerNote } from '@/features/cvm/trust/ContractFacts.tsx'
import { EndpointsCard } from './EndpointsCard.tsx'
import { OriginCard } from './OriginCard.tsx'
import { PlatformCard } from './PlatformCard.tsx'
import { RecentOperationsCard } from './RecentOperationsCard.tsx'
import { ResourcesCard } from './ResourcesCard.tsx'
import { SettingsCard } from '@/features/cvm/configuration/SettingsCard.tsx'
import { TrustCard } from '@/features/cvm/trust/TrustCard.tsx'
import { UsageCard } from './UsageCard.tsx'
import { VisibilityCard } from '@/features/cvm/configuration/VisibilityCard.tsx'

/** What it is made of beside who decides about it; of a CVM with a contract the latter comes first. Trust stands before visibility on any screen. */
export function OverviewTab({ cvm, ownerNote }: { cvm: Cvm; ownerNote: OwnerNote }) {
  const machine = (
    <div key="machine" className="grid min-w-0 gap-4">
      <ResourcesCard cvm={cvm} />
      <UsageCard cvm={cvm} />
      <PlatformCard cvm={cvm} />
      <OriginCard cvm={cvm} />
    </div>
  )
  const rule = (
    <div key="rule" className="grid min-w-0 gap-4">
      <TrustCard cvm={cvm} ownerNote={ownerNote} />
      <EndpointsCard cvm={cvm} />
      <RecentOperationsCard cvmId={cvm.id} />
      <VisibilityCard cvm={cvm} />
      <SettingsCard cvm={cvm} />
    </div>
  )
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      {isContractGoverned(cvm) ? (
        <div className="empty:hidden lg:col-span-2">
          <PendingUpdates cvm={cvm} />
        </div>
      ) : null}
      {isContractGoverned(cvm) ? [rule, machine] : [machine, rule]}
    </div>
  )
}
