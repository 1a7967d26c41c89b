import { createFileRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { cvmQueries } from '@/api/queries.ts'

export const Route = createFileRoute('/_console/cvms/$cvmId')({
  loader: async ({ context, params, location }) => {
    const cvm = await context.queryClient.ensureQueryData(cvmQueries.detail(params.cvmId))
    if (cvm.id === params.cvmId) return
    // A name or an app id was asked for. It can mean another CVM tomorrow, so the address becomes that of this one.
    context.queryClient.setQueryData(cvmQueries.detail(cvm.id).queryKey, cvm)
    const [, , , ...rest] = location.pathname.split('/')
    throw redirect({ href: ['/cvms', encodeURIComponent(cvm.id), ...rest].join('/') + location.searchStr, replace: true })
  },
  component: Outlet,
  errorComponent: lazyRouteComponent(() => import('@/app/CvmUnavailable.tsx'), 'CvmUnavailable'),
})
