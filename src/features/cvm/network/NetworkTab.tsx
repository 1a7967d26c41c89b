import type { Cvm } from '@/domain/cvm.ts'
import { CustomDomainCard } from './CustomDomainCard.tsx'
import { FirewallCard } from './FirewallCard.tsx'
import { GatewayCard } from './GatewayCard.tsx'
import { PortsCard } from './PortsCard.tsx'

/** How the CVM is reached, and what of it can be changed. */
export const NetworkTab = ({ cvm }: { cvm: Cvm }) => (
  <div className="grid items-start gap-4 lg:grid-cols-2">
    <div className="grid min-w-0 gap-4">
      <PortsCard cvm={cvm} />
      <FirewallCard cvmId={cvm.id} />
    </div>
    <div className="grid min-w-0 gap-4">
      <GatewayCard cvm={cvm} />
      <CustomDomainCard cvm={cvm} />
    </div>
  </div>
)
