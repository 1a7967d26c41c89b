import { Globe } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { isWebAddress } from '@/features/cvm/web-address.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'

const withoutScheme = (url: string) => url.replace(/^https?:\/\//, '').replace(/\/$/, '')

/** Where the app answers. */
export function EndpointsCard({ cvm }: { cvm: Cvm }) {
  const addresses = (cvm.endpoints ?? []).flatMap(({ app, instance }) => [
    ...(app ? [{ url: app, of: 'any instance' }] : []),
    ...(instance ? [{ url: instance, of: 'this instance' }] : []),
  ])
  return (
    <Card title="Endpoints" icon={Globe}>
      {addresses.length === 0 ? (
        <p className="text-13 text-muted">
          {cvm.status !== 'running'
            ? 'Endpoints appear while the CVM runs.'
            : cvm.endpoints?.length === 0
              ? 'No public ports: the server reports no endpoint.'
              : 'The server does not report its endpoints.'}
        </p>
      ) : (
        <ul className="space-y-2.5">
          {addresses.map(({ url, of }) => (
            <li key={url} className="flex min-w-0 items-start justify-between gap-2 text-13">
              <div className="min-w-0">
                {isWebAddress(url) ? (
                  <ExternalLink href={url}>{withoutScheme(url)}</ExternalLink>
                ) : (
                  <span className="[overflow-wrap:anywhere]">{url}</span>
                )}
                <p className="text-12 text-muted">answers for {of}</p>
              </div>
              <CopyButton value={url} label={`the address of ${of}`} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
