import { createFileRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { configQuery, sessionQuery } from '@/api/session-queries.ts'
import { accountQuery } from '@/api/session/account-query.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import { AppShell } from '@/app/shell/AppShell.tsx'

/** Everything that needs a key. */
export const Route = createFileRoute('/_console')({
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery)
    if (!session.signedIn) throw redirect({ to: '/sign-in', search: { next: location.href }, replace: true })
  },
  loader: ({ context }) => {
    pageRecord.current() // from the first request on
    void context.queryClient.prefetchQuery(accountQuery) // the frame does without it when it is refused
    return context.queryClient.ensureQueryData(configQuery)
  },
  // Before the first frame the document says that the page loads. `page-arrival.ts` changes it with the first page.
  pendingMs: Infinity,
  errorComponent: lazyRouteComponent(() => import('@/app/FramelessError.tsx'), 'FramelessError'),
  component: AppShell,
})
