import { useSyncExternalStore } from 'react'
import { stopRuns, type StopWork } from '@/maintenance/stop/stop-runs.ts'

/** Where this tab's stop of many CVMs stands; the actions are called on `stopRuns` itself. */
export const useStopWork = (): StopWork => useSyncExternalStore(stopRuns.subscribe, stopRuns.snapshot)
