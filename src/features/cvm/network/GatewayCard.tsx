import { useQuery } from '@tanstack/react-query'
import { Waypoints } from 'lucide-react'
import type { ReactNode } from 'react'
import { networkQueries } from '@/api/network/network.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { Fact } from '@/features/cvm/Fact.tsx'
import { useCvmDetails } from '@/features/cvm/use-details.ts'
import { isWebAddress } from '@/features/cvm/web-address.ts'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'
import { Age } from '@/ui/feedback/Age.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'

/** How requests reach the CVM: the gateway, the servers that it was told of, and the way between them. */
export function GatewayCard({ cvm }: { cvm: Cvm }) {
  const { details, read } = useCvmDetails(cvm)
  const settings = useQuery(networkQueries.settings(cvm.id))
  const link = useQuery(networkQueries.link(cvm.id))
  const isEnabled = details?.gateway.isEnabled ?? null
  return (
    <Card title="Gateway" icon={Waypoints}>
      <DefinitionList>
        <Fact term="Gateway" read={read}>
          {isEnabled === null ? null : isEnabled ? 'requests reach it through the gateway' : 'not used by this CVM'}
        </Fact>
        <Definition term="Domain">
          {cvm.gatewayDomain ? <CopyableId value={cvm.gatewayDomain} label="domain of the gateway" abbreviated={false} /> : null}
        </Definition>
        <Read query={settings} term="Gateway servers">
          {({ gateway_urls }) => <Addresses addresses={gateway_urls} label="address of a gateway" />}
        </Read>
        <Read query={settings} term="KMS servers">
          {({ kms_urls }) => <Addresses addresses={kms_urls} label="address of a KMS" />}
        </Read>
        <Read query={link} term="Inside address">
          {({ internal_ip }) => (internal_ip ? <CopyableId value={internal_ip} label="address inside the gateway’s network" /> : null)}
        </Read>
        <Read query={link} term="Last seen">
          {({ latest_handshake, error, is_online }) =>
            latest_handshake ? (
              <>
                <Age by="server" at={latest_handshake} />
                <span className="text-muted">, when it last answered the gateway</span>
              </>
            ) : error ? (
              <span className="text-muted">The CVM answered: {error}</span>
            ) : is_online === false ? (
              <span className="text-muted">it does not answer the gateway now</span>
            ) : null
          }
        </Read>
        <Fact term="Dashboard" read={read}>
          {details?.dashboardUrl ? (
            isWebAddress(details.dashboardUrl) ? (
              <ExternalLink href={details.dashboardUrl}>Open the app’s own dashboard</ExternalLink>
            ) : (
              details.dashboardUrl
            )
          ) : null}
        </Fact>
        {details?.services && details.services.length > 0 ? (
          <Definition term="Services">{details.services.map((name) => name ?? 'one without a name').join(', ')}</Definition>
        ) : null}
      </DefinitionList>
    </Card>
  )
}

interface ReadProps<Answer> {
  query: { data: Answer | undefined; error: Error | null }
  term: string
  children: (answer: Answer) => ReactNode
}

/** What one answer says, as soon as it is there. */
const Read = <Answer,>({ query, term, children }: ReadProps<Answer>) => (
  <Fact term={term} read={query}>
    {query.data === undefined ? null : children(query.data)}
  </Fact>
)

const Addresses = ({ addresses, label }: { addresses: string[] | null; label: string }) =>
  addresses === null ? (
    <span className="text-muted">not reported</span>
  ) : addresses.length === 0 ? (
    <span className="text-muted">none of its own; it uses those of its node</span>
  ) : (
    <ul>
      {addresses.map((address) => (
        <li key={address}>
          <CopyableId value={address} label={label} abbreviated={false} />
        </li>
      ))}
    </ul>
  )
