import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, lazyRouteComponent } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { configQuery } from '@/api/session-queries.ts'

const FinishPage = lazy(() => import('@/features/approval/finish/FinishPage.tsx').then((module) => ({ default: module.FinishPage })))

/** For whoever holds the link, signed in or not. What is to be committed travels after the #; its token was taken out before. */
export const Route = createFileRoute('/finish')({
  loader: ({ context }) => context.queryClient.ensureQueryData(configQuery),
  errorComponent: lazyRouteComponent(() => import('@/app/FramelessError.tsx'), 'FramelessError'),
  component: FinishRoute,
})

function FinishRoute() {
  const { data: config } = useSuspenseQuery(configQuery)
  return (
    <Suspense fallback={null}>
      <FinishPage isSandbox={config.mode === 'sandbox'} />
    </Suspense>
  )
}
