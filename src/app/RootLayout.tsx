import { Outlet, useRouter } from '@tanstack/react-router'
import { type ComponentType, useEffect, useState } from 'react'
import { LiveRegion } from '@/ui/feedback/LiveRegion.tsx'

export function RootLayout() {
  const router = useRouter()
  const [Above, setAbove] = useState<ComponentType>()
  // Nothing of it is seen at first, so it does not delay the first page.
  useEffect(() => {
    let stop: (() => void) | undefined
    let isGone = false
    void import('./page-arrival.ts').then(
      ({ watchArrivals }) => {
        if (!isGone) stop = watchArrivals(router, setAbove)
      },
      () => {},
    )
    return () => {
      isGone = true
      stop?.()
    }
  }, [router])
  return (
    <>
      <Outlet />
      <LiveRegion />
      {Above ? <Above /> : null}
    </>
  )
}
