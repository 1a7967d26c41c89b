import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleMinus, CirclePlus, Lock, PencilLine, TriangleAlert } from 'lucide-react'
import { describeFailure } from '@/api/describe-failure.ts'
import type { EnvKey } from '@/api/env-key.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { abbreviate } from '@/lib/abbreviate.ts'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import type { Icon } from '@/ui/layout/icon.ts'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { envKeyQuery } from '@/updates/environment/env-key-query.ts'
import type { EnvironmentChange } from '@/updates/environment/environment-set.ts'

interface EnvironmentCardProps {
  cvm: Cvm
  change: EnvironmentChange
  /** Before it was sent; afterwards the key is of no interest any more. */
  isReviewing: boolean
  /** Values are missing, as after a reload. */
  isOpen: boolean
}

/** What becomes of the environment, by name. Values are nowhere on this page. */
export const EnvironmentCard = ({ cvm, change: { added, replaced, removed }, isReviewing, isOpen }: EnvironmentCardProps) => (
  <Card title="Environment">
    <div className="space-y-4">
      {isReviewing && isOpen ? (
        <Notice
          tone="caution"
          title="Values have to be entered again."
          actions={
            <Link
              to="/cvms/$cvmId/edit"
              params={{ cvmId: cvm.id }}
              search={{ field: 'envNames' }}
              className={buttonClass('secondary', 'sm')}
            >
              Enter the values
            </Link>
          }
        >
          They are never stored, not even in this browser, so a reload loses them. Your decisions are kept.
        </Notice>
      ) : null}
      <dl className="space-y-3">
        <Names icon={PencilLine} tone="text-changed" label="New value" names={replaced} />
        <Names icon={CirclePlus} tone="text-accent" label="Added" names={added} />
        <Names icon={CircleMinus} tone="text-stop" label="Removed" names={removed} />
      </dl>
      {isReviewing && !isOpen ? <EncryptionKey cvm={cvm} /> : null}
    </div>
  </Card>
)

function Names({ icon: Mark, tone, label, names }: { icon: Icon; tone: string; label: string; names: string[] }) {
  if (names.length === 0) return null
  return (
    <div className="gap-4 text-13 sm:flex">
      <dt className={classNames('flex w-32 shrink-0 items-center gap-1.5 self-start font-medium', tone)}>
        <Mark aria-hidden className="size-3.5" />
        {label}
        <span className="tabular-nums">· {names.length}</span>
      </dt>
      <dd className="mt-1 flex min-w-0 flex-wrap gap-x-3 gap-y-0.5 sm:mt-0">
        {names.map((name) => (
          <code
            translate="no"
            key={name}
            className={classNames('font-mono [overflow-wrap:anywhere]', label === 'Removed' && 'line-through')}
          >
            {name}
          </code>
        ))}
      </dd>
    </div>
  )
}

/** Whom the values can be read by, before they are encrypted. */
function EncryptionKey({ cvm }: { cvm: Cvm }) {
  const { data: key, error, isPending } = useQuery(envKeyQuery(cvm))
  if (isPending) return <p className="text-12 text-muted">Asking for the key that only this CVM can open …</p>
  if (!key) return <FailureNotice {...describeFailure(error)} />
  const isUnpinned = key.source === 'kms' && key.signer === 'unpinned'
  return (
    <p className="flex gap-2 border-t border-line pt-3 text-12 text-muted">
      {isUnpinned ? (
        <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-caution" />
      ) : (
        <Lock aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      )}
      <span className="min-w-0 [overflow-wrap:anywhere]">
        Encrypted in this browser for the key{' '}
        <code translate="no" className="font-mono">
          {abbreviate(key.publicKey)}
        </code>
        . {keyWords(key)}
      </span>
    </p>
  )
}

function keyWords(key: EnvKey): string {
  if (key.source === 'cvm') return 'Phala Cloud names it as this CVM’s own.'
  if (key.signer === 'pinned') return `Key server ${key.kmsSlug} signed it, with the key it is known by.`
  return `Its signature by a key server is valid, but this server does not say which key ${key.kmsSlug} signs with, so the signer could not be compared.`
}
