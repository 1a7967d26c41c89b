import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, lazyRouteComponent } from '@tanstack/react-router'
import { configQuery } from '@/api/session-queries.ts'
import { optionalPart } from '@/ui/layout/optional-part.tsx'

const FinishPage = optionalPart(() => import('@/features/approval/finish/FinishPage.tsx').then((module) => module.FinishPage), {
  name: 'This page',
})

/** For whoever holds the link, signed in or not. What is to be committed travels after the #; its token was taken out before. */
export const Route = createFileRoute('/finish')({
  loader: ({ context }) => context.queryClient.ensureQueryData(configQuery),
  errorComponent: lazyRouteComponent(() => import('@/app/FramelessError.tsx'), 'FramelessError'),
  component: FinishRoute,
})

function FinishRoute() {
  const { data: config } = useSuspenseQuery(configQuery)
  return <FinishPage isSandbox={config.mode === 'sandbox'} />
}
