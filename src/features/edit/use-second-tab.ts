import { useEffect, useState } from 'react'
import { createLease } from '@/runs/lease.ts'
import { recordPrefix } from '@/runs/records.ts'
import { useRecordScope } from '@/runs/use-session.ts'

/** Whether another tab of this browser edits the same CVM and did so first. Both keep one draft, so whoever types last decides what is kept. */
export function useSecondTab(cvmId: string): boolean {
  const scope = useRecordScope()
  const [isSecond, setSecond] = useState(false)
  useEffect(() => {
    if (!scope) return undefined
    // Without locks (insecure contexts) nothing is known of other tabs, and nothing is said.
    const lease = createLease(navigator.locks ?? null, `${recordPrefix('draft', scope)}${encodeURIComponent(cvmId)}`, () => {})
    let isGone = false
    void lease.take('if-free').then((isFirst) => {
      if (isGone) return lease.release()
      setSecond(!isFirst)
      if (!isFirst) lease.takeWhenFree(() => setSecond(false))
      return undefined
    })
    return () => {
      isGone = true
      lease.release()
    }
  }, [scope, cvmId])
  return isSecond
}
