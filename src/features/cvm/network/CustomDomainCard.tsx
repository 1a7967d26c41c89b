import { Globe } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { Absent } from '@/features/cvm/Absent.tsx'
import { useCvmDetails } from '@/features/cvm/use-details.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'

/** What a domain of one's own has to say so that the gateway passes its requests on to this app. */
export function CustomDomainCard({ cvm }: { cvm: Cvm }) {
  const { details, read } = useCvmDetails(cvm)
  const cname = details?.gateway.cname ?? null
  return (
    <Card title="Custom domain" icon={Globe}>
      {cname === null && read.data === undefined ? (
        read.error ? (
          <Absent what="Where a domain of your own would have to point" error={read.error} />
        ) : (
          <Skeleton className="h-5 w-72 max-w-full" />
        )
      ) : cname === null ? (
        <p className="text-13 text-muted">The server does not say where a domain of your own would have to point.</p>
      ) : (
        <>
          <p className="mb-3 text-13 text-muted">
            Two records at whoever holds your domain lead its requests here. The app brings its own certificate, so that TLS ends inside of
            the CVM.
          </p>
          <DefinitionList>
            <Definition term="CNAME">
              <CopyableId value={cname} label="target of the CNAME" abbreviated={false} />
              <p className="text-12 text-muted">for the domain itself</p>
            </Definition>
            {cvm.appId ? (
              <Definition term="TXT">
                <CopyableId value={`${cvm.appId}:443`} label="value of the TXT record" />
                <p className="text-12 text-muted">
                  for{' '}
                  <code translate="no" className="font-mono">
                    _dstack-app-address.
                  </code>{' '}
                  and the domain: the app id, and the port of the CVM that answers
                </p>
              </Definition>
            ) : null}
          </DefinitionList>
        </>
      )}
    </Card>
  )
}
