import { useSyncExternalStore } from 'react'
import { maintenance, type Work } from './maintenance-store.ts'

/** What the tab's maintenance is at; the actions are called on `maintenance` itself. */
export const useMaintenance = (): Work => useSyncExternalStore(maintenance.subscribe, maintenance.snapshot)
