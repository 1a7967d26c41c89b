import { FaultSchedule } from './schedules/fault-schedule.ts'
import { expect, test } from './wallet/wallet-test.ts'

/*
 * The real page under schedules of faults drawn from a seed, as src/updates/fault-schedules.test.ts has them for the engine alone. A person
 * who presses what the page offers, and nothing else, must get to the end of every one: nothing paid twice, no proof lost, nothing stuck.
 * FAULT_SCHEDULES=20 runs more of them, FAULT_SEED=17 replays one. A failure prints what happened. Between two looks the clocks of page and
 * sandbox move on together, so that minutes of waiting take a moment.
 */

/** Of the first twenty, those that between them meet everything that can be drawn. */
const inEveryRun = [5, 9, 10, 13, 14, 15, 19]
const count = process.env['FAULT_SCHEDULES']
const replay = process.env['FAULT_SEED']
const seeds = replay ? [Number(replay)] : count ? Array.from({ length: Number(count) }, (_, index) => index + 1) : inEveryRun

test.use({ world: { fleetSize: 8, applySeconds: 6 } })

for (const seed of seeds) {
  test(`whatever goes wrong, in whatever order, nothing is paid twice, lost or stuck: seed ${seed}`, async ({ page, sandbox, wallet }) => {
    test.setTimeout(150_000)
    const schedule = new FaultSchedule(seed, page.context(), sandbox, wallet)
    await schedule.run(page).catch((error: unknown) => schedule.violations.push(String(error)))
    await test.info().attach('what happened', { body: schedule.log.join('\n') })
    expect(schedule.violations, `FAULT_SEED=${seed} replays this:\n${schedule.log.join('\n')}`).toEqual([])
  })
}
