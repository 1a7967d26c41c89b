import fc from 'fast-check'
import { expect, test } from 'vitest'
import { driveRun } from './drive-run.ts'
import { makePlan } from './make-plan.ts'
import { defaultPlanOptions, whatToWrite, type PlanOptions, type RefreshPlan } from './refresh-plan.ts'
import { outcomesOf, startRun, type RunState } from './refresh-run.ts'
import { runThroughKills, settled } from './testing/run-through-kills.ts'
import { createFastClock, createSmallServer, type Fault, type StoredCvm } from './testing/small-server.ts'

const plan = (ids: string[], server: ReturnType<typeof createSmallServer>, options: Partial<PlanOptions> = {}) =>
  makePlan(
    { ids, nameOf: () => null, options: { ...defaultPlanOptions, ...options }, upstream: 'test', worldId: null, createdBy: null },
    { refresh: server.refresh, clock: createFastClock(), signal: new AbortController().signal, onProgress: () => {} },
  )

const missing = (count: number) =>
  new Map<string, StoredCvm>(Array.from({ length: count }, (_, n) => [`cvm_${n}`, { isRunning: true, stored: null, resolves: `id-${n}` }]))

const drive = (of: RefreshPlan, server: ReturnType<typeof createSmallServer>, state = startRun(of, new Set(), '2026-03-01T12:00:00Z')) =>
  driveRun({ plan: of, state, refresh: server.refresh, clock: createFastClock(), save: () => {} })

const totals = (of: RefreshPlan, state: RunState) => {
  const sums: Record<string, number> = {}
  for (const { outcome } of outcomesOf(of, state)) sums[outcome.kind] = (sums[outcome.kind] ?? 0) + 1
  return sums
}

test('a plan writes nothing, and an applied plan stores exactly what was previewed', async () => {
  const cvms = missing(7)
  const server = createSmallServer(cvms)
  const made = await plan([...cvms.keys()], server, { chunkSize: 3 })
  expect(server.writes).toEqual([])
  const end = await settled(drive(made, server))
  expect(totals(made, end)).toEqual({ written: 7 })
  expect([...cvms.values()].every((cvm) => cvm.stored === cvm.resolves)).toBe(true)
  expect(server.sent.filter(({ options }) => !options.dryRun)).toHaveLength(3)
})

test('a row that changed after the plan is left out and says how it changed', async () => {
  const cvms = missing(3)
  const server = createSmallServer(cvms)
  const made = await plan([...cvms.keys()], server)
  cvms.get('cvm_1')!.resolves = 'id-other'
  const end = await settled(drive(made, server))
  expect(cvms.get('cvm_1')!.stored).toBeNull()
  const changed = outcomesOf(made, end).find(({ row }) => row.id === 'cvm_1')!.outcome
  expect(changed.kind).toBe('changed')
  expect(changed.detail).toContain('id-other')
})

test('a write whose answer was lost is looked at, not sent again', async () => {
  const cvms = missing(2)
  // plan, check, write
  const server = createSmallServer(cvms, (request) => (request === 2 ? 'drop-after' : 'none'))
  const made = await plan([...cvms.keys()], server)
  const end = await settled(drive(made, server))
  expect(totals(made, end)).toEqual({ written: 2 })
  expect(server.writes).toHaveLength(2)
  expect(server.sent.map(({ options }) => options.dryRun)).toEqual([true, true, false, true])
})

test('a write that the browser sent twice by itself counts as written, although the answer says skipped', async () => {
  const cvms = missing(2)
  const server = createSmallServer(cvms, (request) => (request === 2 ? 'twice' : 'none'))
  const made = await plan([...cvms.keys()], server)
  const end = await settled(drive(made, server))
  expect(totals(made, end)).toEqual({ written: 2 })
})

test('a write that never arrived is checked again before it is sent again', async () => {
  const cvms = missing(2)
  const server = createSmallServer(cvms, (request) => (request === 2 ? 'drop' : 'none'))
  const made = await plan([...cvms.keys()], server)
  const end = await settled(drive(made, server))
  expect(totals(made, end)).toEqual({ written: 2 })
  expect(server.sent.map(({ options }) => options.dryRun)).toEqual([true, true, false, true, true, false])
})

test('a lasting network loss pauses the run, and a resumed run ends as promised', async () => {
  const cvms = missing(4)
  let isDown = false
  const server = createSmallServer(cvms, () => (isDown ? 'drop' : 'none'))
  const made = await plan([...cvms.keys()], server, { chunkSize: 1 })
  isDown = true
  const driver = drive(made, server)
  expect(await settled(driver)).toMatchObject({ step: 'paused', reason: 'unreachable' })
  isDown = false
  driver.resume()
  expect(totals(made, await settled(driver))).toEqual({ written: 4 })
})

test('a write leaves right after its check, and the next check right after a write, before whoever listens can render', async () => {
  const server = createSmallServer(missing(2))
  const made = await plan(['cvm_0', 'cvm_1'], server, { chunkSize: 1 })
  const order: string[] = []
  const driver = driveRun({
    plan: made,
    state: startRun(made, new Set(), ''),
    refresh: async (ids, options) => {
      order.push(options.dryRun ? 'check' : 'write')
      const answer = await server.refresh(ids, options)
      order.push('answer')
      return answer
    },
    clock: createFastClock(),
    save: () => queueMicrotask(() => order.push('render')), // as React does
    maxAtOnce: 1,
  })
  await settled(driver)
  expect(order.filter((what, at) => what !== 'render' || order[at - 1] === 'answer')).toEqual(
    ['check', 'answer', 'write', 'answer', 'check', 'answer', 'write', 'answer', 'render'], // the last: it has ended
  )
})

test('429 waits as long as the server asks', async () => {
  const cvms = missing(1)
  const server = createSmallServer(cvms, (request) => (request === 1 ? '429' : 'none'))
  const made = await plan([...cvms.keys()], server)
  const clock = createFastClock()
  const driver = driveRun({ plan: made, state: startRun(made, new Set(), ''), refresh: server.refresh, clock, save: () => {} })
  expect(totals(made, await settled(driver))).toEqual({ written: 1 })
  expect(clock.waitedMs()).toBe(2000)
})

test('a stop lets what is under way end and sends nothing more', async () => {
  const cvms = missing(50)
  const server = createSmallServer(cvms)
  const made = await plan([...cvms.keys()], server, { chunkSize: 5 })
  const driver = drive(made, server)
  driver.stop()
  const end = await settled(driver)
  expect(end).toMatchObject({ step: 'finished', isStopped: true })
  expect(totals(made, end)).toEqual({ written: 20, 'not-sent': 30 })
})

test('a plan without anything to write is over at once', async () => {
  const cvms = new Map<string, StoredCvm>([['cvm_a', { isRunning: true, stored: 'x', resolves: 'x' }]])
  const server = createSmallServer(cvms)
  const made = await plan(['cvm_a'], server, { missingOnly: false })
  const end = await settled(drive(made, server))
  expect(end.step).toBe('finished')
  expect(totals(made, end)).toEqual({ unchanged: 1 })
})

const instanceId = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null, freq: 3 })
const cvmArbitrary: fc.Arbitrary<StoredCvm> = fc.record({ isRunning: fc.boolean(), stored: instanceId, resolves: instanceId })
const faultArbitrary = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Fault>('none') },
  fc.constantFrom<Fault[]>('429', '503', 'drop', 'drop-after', '503-after', 'twice'),
)

test('whatever fails: only planned rows are written, only ticked ones over another ID, none that changed, and every row has one outcome', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        cvms: fc.array(cvmArbitrary, { minLength: 1, maxLength: 40 }),
        faults: fc.array(faultArbitrary, { maxLength: 60 }),
        chunkSize: fc.integer({ min: 1, max: 12 }),
        runningOnly: fc.boolean(),
        missingOnly: fc.boolean(),
        allowOverwrite: fc.boolean(),
        ticks: fc.array(fc.nat(39)),
        changes: fc.array(fc.record({ index: fc.nat(39), resolves: instanceId, stored: instanceId }), { maxLength: 8 }),
        /** The tab is closed and opened again after so many requests; the journal is all that stays. */
        kills: fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 4 }),
      }),
      async ({ cvms, faults, kills, ticks, changes, ...options }) => {
        const world = new Map(cvms.map((cvm, index) => [`cvm_${index}`, { ...cvm }]))
        const ids = [...world.keys(), 'cvm_nobody']
        let faultAt = 0
        const server = createSmallServer(world, () => faults[faultAt++] ?? 'none')
        const ticked = new Set(ticks.map((index) => `cvm_${index}`))
        const made = await plan(ids, server, options)
        expect(server.writes).toEqual([])

        const changed = new Set<string>()
        for (const { index, resolves, stored } of changes) {
          const cvm = world.get(`cvm_${index}`)
          if (!cvm || (cvm.resolves === resolves && cvm.stored === stored)) continue
          Object.assign(cvm, { resolves, stored })
          changed.add(`cvm_${index}`)
        }
        // A change back to what the plan saw is no change.
        for (const id of changed) {
          const index = Number(id.slice(4))
          if (world.get(id)!.resolves === cvms[index]!.resolves && world.get(id)!.stored === cvms[index]!.stored) changed.delete(id)
        }
        const storedBefore = new Map([...world].map(([id, cvm]) => [id, cvm.stored]))

        const end = await runThroughKills(made, ticked, server.refresh, kills)
        expect(end.step).toBe('finished')

        const planned = new Map(made.rows.map((row) => [row.id, row]))
        const allowed = new Set(whatToWrite(made, ticked).requests.flatMap((request) => request.ids))
        for (const { id, value, overwrite } of server.writes) {
          expect(allowed).toContain(id)
          expect(changed).not.toContain(id)
          expect(value).toBe(planned.get(id)!.newInstanceId)
          if (overwrite) expect(ticked).toContain(id)
        }
        for (const { ids: sentIds, options: sentOptions, limit } of server.sent) {
          expect(limit).toBe(sentIds.length)
          expect(sentIds.length).toBeGreaterThan(0)
          expect(sentIds.length).toBeLessThanOrEqual(options.chunkSize)
          if (sentOptions.overwrite) expect(options.allowOverwrite && sentIds.every((id) => ticked.has(id))).toBe(true)
        }
        const outcomes = outcomesOf(made, end)
        expect(outcomes.map(({ row }) => row.id)).toEqual(ids)
        for (const { row, outcome } of outcomes) {
          const stored = world.get(row.id)?.stored ?? null
          if (outcome.kind === 'written') expect(stored).toBe(row.newInstanceId)
          else if (outcome.kind !== 'unknown') expect(stored).toBe(storedBefore.get(row.id) ?? null)
          expect(outcome.kind).not.toBe('not-sent')
          expect(outcome.kind).not.toBe('written-differently')
        }
      },
    ),
    { numRuns: 400 },
  )
}, 30_000)

test('5,000 CVMs with trouble at every fifth request and a tab that keeps dying: each row ends once, as the plan promised', async () => {
  const cvms = missing(5000)
  let requests = 0
  const troubles: Fault[] = ['429', '503', 'drop', 'drop-after', '503-after', 'twice']
  const server = createSmallServer(cvms, () => (++requests % 5 === 0 ? troubles[(requests / 5) % troubles.length]! : 'none'))
  const made = await plan([...cvms.keys()], server, { chunkSize: 40 })
  const end = await runThroughKills(made, new Set(), server.refresh, [7, 30, 31, 90])
  expect(totals(made, end)).toEqual({ written: 5000 })
  expect([...cvms.values()].every((cvm) => cvm.stored === cvm.resolves)).toBe(true)
}, 30_000)
