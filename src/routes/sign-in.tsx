import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, lazyRouteComponent, redirect, useRouter } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { configQuery, sessionQuery } from '@/api/session-queries.ts'
import { signedOut } from '@/api/signed-out.ts'
import { safeNext } from '@/features/sign-in/safe-next.ts'
import { SignInPage } from '@/features/sign-in/SignInPage.tsx'

export const Route = createFileRoute('/sign-in')({
  validateSearch: z.object({ next: z.optional(z.catch(z.string(), '/')) }),
  beforeLoad: async ({ context, search }) => {
    // Without an answer the page is shown: it says itself what is wrong.
    const session = await context.queryClient.ensureQueryData(sessionQuery).catch(() => null)
    if (session?.signedIn) throw redirect({ href: safeNext(search.next), replace: true })
  },
  loader: ({ context }) => context.queryClient.ensureQueryData(configQuery),
  errorComponent: lazyRouteComponent(() => import('@/app/FramelessError.tsx'), 'FramelessError'),
  component: SignInRoute,
})

function SignInRoute() {
  const { data: config } = useSuspenseQuery(configQuery)
  const { next } = Route.useSearch()
  const queryClient = useQueryClient()
  const router = useRouter()
  return (
    <SignInPage
      config={config}
      onSignedIn={async () => {
        queryClient.setQueryData(sessionQuery.queryKey, { signedIn: true })
        signedOut.end()
        await router.navigate({ href: safeNext(next), replace: true })
      }}
    />
  )
}
