import { Outlet } from '@tanstack/react-router'
import { LiveRegion } from '@/ui/feedback/LiveRegion.tsx'
import { usePageArrival } from './use-page-arrival.ts'

export function RootLayout() {
  usePageArrival()
  return (
    <>
      <Outlet />
      <LiveRegion />
    </>
  )
}
