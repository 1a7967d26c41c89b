import { driveRun, type RunDriver } from '@/maintenance/instance-ids/drive-run.ts'
import type { Refresh, RefreshPlan } from '@/maintenance/instance-ids/refresh-plan.ts'
import { startRun, type RunState } from '@/maintenance/instance-ids/refresh-run.ts'
import { runRecords } from '@/maintenance/instance-ids/run-records.ts'
import { createTextStore } from '@/lib/storage.ts'
import { testScope } from '@/runs/testing/session.tsx'
import { createFastClock } from './small-server.ts'

/** Resolves when the run is paused or has ended. */
export const settled = (driver: RunDriver) =>
  new Promise<RunState>((resolve) => {
    const look = () => {
      const state = driver.snapshot()
      if (
        state.step === 'finished' ||
        (state.step === 'paused' && !state.chunks.some((chunk) => ['checking', 'writing', 'examining'].includes(chunk.step)))
      )
        resolve(state)
    }
    driver.subscribe(look)
    look()
  })

/** Drives a run to its end, resuming whatever pauses it, through tabs that die after so many requests. */
export async function runThroughKills(
  made: RefreshPlan,
  ticked: ReadonlySet<string>,
  refresh: Refresh,
  kills: number[],
): Promise<RunState> {
  const records = runRecords(createTextStore(null, null), testScope())
  records.begin(made)
  const save = (state: RunState) => void records.save(made, state)
  const stateNow = () => records.read().run?.run ?? startRun(made, ticked, '2026-03-01T12:00:00Z')
  for (const lifetime of [...kills, Infinity]) {
    let left = lifetime
    const driver = driveRun({
      plan: made,
      state: stateNow(),
      clock: createFastClock(),
      save,
      refresh: async (ids, options) => {
        await Promise.resolve() // the driver sends its first request before it is returned
        const answer = refresh(ids, options)
        if (--left > 0) return answer
        driver.abandon()
        return answer.catch(() => ({ items: [] }))
      },
    })
    for (let resumes = 0; resumes < 200; resumes++) {
      const isDead = () => left <= 0
      const state = await Promise.race([settled(driver), until(isDead)])
      if (state === null) break
      if (state.step === 'finished') return state
      driver.resume()
    }
  }
  throw new Error('the run did not end')
}

const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
  return null
}
