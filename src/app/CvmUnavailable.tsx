import { useQuery } from '@tanstack/react-query'
import { Link, type ErrorComponentProps, useParams } from '@tanstack/react-router'
import { ApiError } from '@/api/api-error.ts'
import { fleetQuery } from '@/api/fleet-query.ts'
import { statusLabel, statusTone } from '@/domain/cvm-status.ts'
import { parseAppId } from '@/domain/identifiers.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { StatusBadge } from '@/ui/feedback/StatusBadge.tsx'
import { Name } from '@/ui/layout/Name.tsx'
import { RouteError } from './RouteError.tsx'
import { isolated } from '@/lib/isolated.ts'

const kindsThatMayMeanSeveral = new Set(['not-found', 'conflict', 'busy', 'refused', 'invalid'])

/** A CVM that does not open. When the address was a name or an app id, those of the fleet that it may mean are offered. */
export function CvmUnavailable({ error }: ErrorComponentProps) {
  const { cvmId } = useParams({ from: '/_console/cvms/$cvmId' })
  const mayMeanSeveral = error instanceof ApiError && kindsThatMayMeanSeveral.has(error.kind)
  const { data: fleet } = useQuery({ ...fleetQuery, enabled: mayMeanSeveral })
  const appId = parseAppId(cvmId.replace(/^app_/, ''))
  const candidates = mayMeanSeveral
    ? (fleet?.cvms ?? []).filter((cvm) => cvm.id !== cvmId && (cvm.name === cvmId || (appId !== null && cvm.appId === appId)))
    : []
  if (candidates.length === 0) return <RouteError error={error} />
  return (
    <div className="space-y-4">
      <PageHeader
        title={`Which “${isolated(cvmId)}”?`}
        description="More than one CVM has this name or app id. An address with a CVM’s own id is never ambiguous."
      />
      <Card padded={false}>
        <ul className="divide-y divide-line">
          {candidates.map((cvm) => (
            <li key={cvm.id}>
              <Link
                to="/cvms/$cvmId"
                params={{ cvmId: cvm.id }}
                className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-hover"
              >
                <span className="font-medium text-accent">
                  <Name>{cvm.name}</Name>
                </span>
                <code translate="no" className="font-mono text-12 text-muted">
                  {cvm.id}
                </code>
                <StatusBadge tone={statusTone(cvm.status)} label={statusLabel(cvm.status)} />
              </Link>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}
