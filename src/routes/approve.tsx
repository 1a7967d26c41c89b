import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, lazyRouteComponent } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { configQuery } from '@/api/session-queries.ts'

// The names of a route's parts are in the first chunk of every page, so this one has a single part that brings the others.
const ApprovalPage = lazy(() => import('@/features/approval/approve/ApprovalPage.tsx').then((module) => ({ default: module.ApprovalPage })))
const ApprovalDesk = lazy(() => import('@/features/approval/approve/SignApproval.tsx').then((module) => ({ default: module.SignApproval })))

/** For whoever holds the link, signed in or not. What is to be approved travels after the #. */
export const Route = createFileRoute('/approve')({
  loader: ({ context }) => context.queryClient.ensureQueryData(configQuery),
  errorComponent: lazyRouteComponent(() => import('@/app/FramelessError.tsx'), 'FramelessError'),
  component: ApproveRoute,
})

function ApproveRoute() {
  const { data: config } = useSuspenseQuery(configQuery)
  return (
    <Suspense fallback={null}>
      <ApprovalPage isSandbox={config.mode === 'sandbox'} desk={ApprovalDesk} />
    </Suspense>
  )
}
