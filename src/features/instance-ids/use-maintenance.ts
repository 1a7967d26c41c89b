import { useMemo, useSyncExternalStore } from 'react'
import { type Maintenance, maintenancePart, type Work } from '@/maintenance/instance-ids/maintenance-store.ts'
import { useSessionPart } from '@/runs/use-session.ts'

const progressEveryMs = 250

/** What the session's maintenance is at; the actions are called on the part itself. */
export function useMaintenanceWork(): Work {
  const maintenance = useSessionPart(maintenancePart)
  const subscribe = useMemo(() => subscriptionTo(maintenance), [maintenance])
  return useSyncExternalStore(subscribe, maintenance.snapshot)
}

/** Showing thousands of rows anew after each answer would hold up the next request, so mere progress is shown a few times a second. */
const subscriptionTo = (maintenance: Maintenance) => (listener: () => void) => {
  let shown = maintenance.snapshot()
  let timer: ReturnType<typeof setTimeout> | undefined
  const show = () => {
    clearTimeout(timer)
    timer = undefined
    shown = maintenance.snapshot()
    listener()
  }
  const unsubscribe = maintenance.subscribe(() => {
    if (isProgress(shown, maintenance.snapshot())) timer ??= setTimeout(show, progressEveryMs)
    else show()
  })
  return () => {
    clearTimeout(timer)
    unsubscribe()
  }
}

function isProgress(before: Work, now: Work): boolean {
  if (before.step === 'applying' && now.step === 'applying')
    return before.run.step === 'running' && now.run.step === 'running' && before.note === now.note
  return before.step === now.step && (now.step === 'planning' || now.step === 'elsewhere')
}
