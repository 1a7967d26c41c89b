import { useSyncExternalStore } from 'react'
import { powerRunsPart, type PowerWork } from '@/maintenance/power/power-runs.ts'
import { useSessionPart } from '@/runs/use-session.ts'

/** Where this session's run over many CVMs stands; the actions are called on the part itself. */
export function usePowerWork(): PowerWork {
  const runs = useSessionPart(powerRunsPart)
  return useSyncExternalStore(runs.subscribe, runs.snapshot)
}
