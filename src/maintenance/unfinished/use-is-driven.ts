import { useEffect, useState } from 'react'
import { browserLocks, isHeld } from '@/runs/join-run.ts'
import { recordPrefix, type RecordScope } from '@/runs/records.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import type { UnfinishedRun } from './unfinished-runs.ts'

/** Nothing tells when a tab stops driving a run, least of all one that is closed. */
const askEveryMs = 2_000

/** Whether a tab of this browser drives the runs of a kind, this tab included; `null` while that is not known, or cannot be. */
export function useIsDriven(kind: UnfinishedRun['kind']): boolean | null {
  const scope = useRecordScope()
  const [isDriven, setDriven] = useState<boolean | null>(null)
  // Locks are outside of React, and have no events.
  useEffect(() => {
    const locks = browserLocks()
    if (!scope || !locks) return undefined
    let hasLeft = false
    const look = async () => {
      const found = await isHeld(locks, nameOf(kind, scope)).catch(() => null)
      if (!hasLeft) setDriven(found)
    }
    void look()
    const timer = setInterval(() => void look(), askEveryMs)
    return () => {
      hasLeft = true
      clearInterval(timer)
    }
  }, [kind, scope])
  return isDriven
}

/** As those who drive them call themselves. */
const nameOf = (kind: UnfinishedRun['kind'], scope: RecordScope) => recordPrefix(kind === 'power' ? 'stop' : 'instance-ids-run', scope)
