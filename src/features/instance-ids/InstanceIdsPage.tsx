import { useQuery } from '@tanstack/react-query'
import { ShieldX } from 'lucide-react'
import { describeFailure } from '@/api/describe-failure.ts'
import { accountQuery } from '@/api/session/account-query.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { EmptyState } from '@/ui/layout/EmptyState.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { Name } from '@/ui/layout/Name.tsx'
import { MaintenancePanel } from './MaintenancePanel.tsx'

/** Admins look up and store instance IDs here. Everyone else learns why not, and no data is asked for on their behalf. */
export function InstanceIdsPage() {
  const scope = useRecordScope()
  const account = useQuery(accountQuery)
  const isAdmin = account.data?.isAdmin ?? false
  return (
    <div className="space-y-4">
      <PageHeader
        title="Instance IDs"
        badge={isAdmin ? <Badge>admin</Badge> : null}
        description="Looks up the instance ID that each CVM should have, and stores it where it is missing. You see every change before it is written."
      />
      {account.isPending || (isAdmin && !scope) ? (
        <output aria-label="Loading your account" className="grid items-start gap-4 lg:grid-cols-[19rem_minmax(0,1fr)]">
          <Skeleton className="h-96 w-full" />
          <Skeleton className="h-96 w-full" />
        </output>
      ) : isAdmin && scope ? (
        <MaintenancePanel place={scope} actor={account.data?.username ?? null} workspaceId={account.data?.workspace?.id ?? null} />
      ) : account.data ? (
        <Card>
          <EmptyState icon={ShieldX} title="Not permitted">
            Only platform admins may refresh instance IDs, and Phala Cloud says that <Name>{account.data.username}</Name> is not one.
            Nothing was loaded. Sign in with an admin’s key, or ask an admin.
          </EmptyState>
        </Card>
      ) : (
        <AccountMissing error={account.error} onRetry={() => void account.refetch()} isRetrying={account.isFetching} />
      )}
    </div>
  )
}

function AccountMissing({ error, onRetry, isRetrying }: { error: unknown; onRetry: () => void; isRetrying: boolean }) {
  const { title, message, code, requestId, details } = describeFailure(error)
  return (
    <FailureNotice
      title={`This page is for admins, and whether you are one could not be read. ${title}`}
      message={message}
      safe="Nothing was loaded and nothing was changed. The rest of the console works without this."
      next="Try again. If this server does not say who you are, use Phala Cloud’s own tools for instance IDs."
      code={code}
      requestId={requestId}
      details={details}
      actions={
        <Button size="sm" onClick={onRetry} busy={isRetrying}>
          Try again
        </Button>
      }
    />
  )
}
