import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, lazyRouteComponent } from '@tanstack/react-router'
import { configQuery } from '@/api/session-queries.ts'
import { optionalPart } from '@/ui/layout/optional-part.tsx'

const VerifyPage = optionalPart(() => import('@/features/proof/verify/VerifyPage.tsx').then((module) => module.VerifyPage), {
  name: 'This page',
})

/** For whoever was given a saved proof, signed in or not. */
export const Route = createFileRoute('/verify')({
  loader: ({ context }) => context.queryClient.ensureQueryData(configQuery),
  errorComponent: lazyRouteComponent(() => import('@/app/FramelessError.tsx'), 'FramelessError'),
  component: VerifyRoute,
})

function VerifyRoute() {
  const { data: config } = useSuspenseQuery(configQuery)
  return <VerifyPage config={config} />
}
