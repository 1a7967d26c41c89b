import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, lazyRouteComponent } from '@tanstack/react-router'
import { configQuery } from '@/api/session-queries.ts'
import { optionalPart } from '@/ui/layout/optional-part.tsx'

// The names of a route's parts are in the first chunk of every page, so this one has a single part that brings the others.
const ApprovalPage = optionalPart(() => import('@/features/approval/approve/ApprovalPage.tsx').then((module) => module.ApprovalPage), {
  name: 'This page',
})
const ApprovalDesk = optionalPart(() => import('@/features/approval/approve/SignApproval.tsx').then((module) => module.SignApproval), {
  name: 'What is needed to sign',
})

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
