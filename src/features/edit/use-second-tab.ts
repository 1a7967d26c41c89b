import { useEffect, useState } from 'react'
import { browserLocks, joinRun } from '@/runs/join-run.ts'
import { recordPrefix } from '@/runs/records.ts'
import { useRecordScope } from '@/runs/use-session.ts'

/** Whether another tab of this browser edits the same CVM and did so first. Both keep one draft, so whoever types last decides what is kept. */
export function useSecondTab(cvmId: string): boolean {
  const scope = useRecordScope()
  const [isSecond, setSecond] = useState(false)
  useEffect(() => {
    if (!scope) return undefined
    // Without locks (insecure contexts) nothing is known of other tabs, and nothing is said.
    const name = `${recordPrefix('draft', scope)}${encodeURIComponent(cvmId)}`
    const editing = joinRun({ locks: browserLocks(), name, freed: () => setSecond(false) })
    void editing.drive('if-free').then((isFirst) => {
      if (editing.hasLeft()) return
      setSecond(!isFirst)
      if (!isFirst) editing.follow()
    })
    return editing.leave
  }, [scope, cvmId])
  return isSecond
}
