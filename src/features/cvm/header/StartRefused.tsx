import { Link } from '@tanstack/react-router'
import { type ComponentType, Suspense } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { useStartObstacles } from './use-start-obstacles.ts'

const linkClass = 'font-medium text-accent underline underline-offset-4'

interface StartRefusedProps {
  cvm: Cvm
  isAsked?: boolean
  /** The way to the signatures that are missing, loaded when there is one. */
  approval?: ComponentType<{ cvm: Cvm }>
}

/**
 * What would stop the next start of this CVM, as long as its app contract says what it says now; nothing where nothing would. `isAsked`
 * where somebody is about to start it: then it is also told that the contract could not be asked.
 */
export function StartRefused({ cvm, isAsked = false, approval: Approval }: StartRefusedProps) {
  const { refuses, isUnread } = useStartObstacles(cvm)
  if (refuses.length === 0) {
    return isAsked && isUnread ? <p className="text-muted">Whether the app contract lets it start again could not be read.</p> : null
  }
  return (
    <Notice tone="stop" title={isAsked ? 'The CVM would not start again.' : 'The next start of this CVM would be refused.'}>
      {refuses.includes('hash') ? (
        <p>
          The app contract does not allow the compose hash that this CVM has. Its owner can allow it with addComposeHash; otherwise another
          file is needed, such as{' '}
          <Link to="/cvms/$cvmId" params={{ cvmId: cvm.id }} search={{ tab: 'revisions' }} className={linkClass}>
            an earlier revision
          </Link>{' '}
          that is still allowed.
        </p>
      ) : null}
      {refuses.includes('device') ? (
        <p>The app contract does not allow the device that this CVM runs on. Its owner has to allow it first: the method is addDevice.</p>
      ) : null}
      {Approval ? (
        <Suspense fallback={null}>
          <Approval cvm={cvm} />
        </Suspense>
      ) : null}
      {isAsked ? null : (
        <p>
          {cvm.status === 'running' ? 'It goes on running as long as nobody restarts or updates it. ' : null}
          <Link to="/cvms/$cvmId" params={{ cvmId: cvm.id }} search={{ tab: 'trust' }} className={linkClass}>
            What the contract says
          </Link>
        </p>
      )}
    </Notice>
  )
}
