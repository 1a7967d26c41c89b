import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, lazyRouteComponent } from '@tanstack/react-router'
import { lazy } from 'react'
import { configQuery } from '@/api/session-queries.ts'
import { ApprovalPage } from '@/features/approval/ApprovalPage.tsx'

const ApprovalDesk = lazy(() =>
  import('@/features/hash-registration/ApprovalDesk.tsx').then((module) => ({ default: module.ApprovalDesk })),
)

/** For whoever holds the link, signed in or not. What is to be approved travels after the #. */
export const Route = createFileRoute('/approve')({
  loader: ({ context }) => context.queryClient.ensureQueryData(configQuery),
  errorComponent: lazyRouteComponent(() => import('@/app/FramelessError.tsx'), 'FramelessError'),
  component: ApproveRoute,
})

function ApproveRoute() {
  const { data: config } = useSuspenseQuery(configQuery)
  return <ApprovalPage isSandbox={config.mode === 'sandbox'} desk={ApprovalDesk} />
}
