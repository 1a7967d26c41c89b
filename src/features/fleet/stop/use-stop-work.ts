import { useSyncExternalStore } from 'react'
import { stopRunsPart, type StopWork } from '@/maintenance/stop/stop-runs.ts'
import { useSessionPart } from '@/runs/use-session.ts'

/** Where this session's stop of many CVMs stands; the actions are called on the part itself. */
export function useStopWork(): StopWork {
  const runs = useSessionPart(stopRunsPart)
  return useSyncExternalStore(runs.subscribe, runs.snapshot)
}
