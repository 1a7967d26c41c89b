import { useEffect } from 'react'
import { useSessionPart } from '@/runs/use-session.ts'
import { environmentMemoryPart } from './environment-memory.ts'

/** Entered values stay while the person is at this CVM's form or its review, and are forgotten as soon as neither is shown. */
export function useForgetEnvironmentOnLeave(cvmId: string): void {
  const memory = useSessionPart(environmentMemoryPart)
  useEffect(
    () => () => {
      // By now the address is that of the next page.
      const next = decodeURIComponent(location.pathname)
      if (next !== `/cvms/${cvmId}/edit` && next !== `/cvms/${cvmId}/update`) memory.forget(cvmId)
    },
    [memory, cvmId],
  )
}
