import { useEffect } from 'react'
import { environmentMemory } from './environment-memory.ts'

/** Entered values stay while the person is at this CVM's form or its review, and are forgotten as soon as neither is shown. */
export function useForgetEnvironmentOnLeave(cvmId: string): void {
  useEffect(
    () => () => {
      // By now the address is that of the next page.
      const next = decodeURIComponent(location.pathname)
      if (next !== `/cvms/${cvmId}/edit` && next !== `/cvms/${cvmId}/update`) environmentMemory.forget(cvmId)
    },
    [cvmId],
  )
}
