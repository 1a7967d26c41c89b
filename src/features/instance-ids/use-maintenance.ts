import { useSyncExternalStore } from 'react'
import { maintenance, type Work } from '@/maintenance/instance-ids/maintenance-store.ts'

const progressEveryMs = 250

/** What the tab's maintenance is at; the actions are called on `maintenance` itself. */
export const useMaintenance = (): Work => useSyncExternalStore(subscribe, maintenance.snapshot)

/** Showing thousands of rows anew after each answer would hold up the next request, so mere progress is shown a few times a second. */
function subscribe(listener: () => void): () => void {
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
  return before.step === 'planning' && now.step === 'planning'
}
