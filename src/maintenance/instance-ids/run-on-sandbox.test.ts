import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { refreshInstanceIds } from '@/api/instance-ids.ts'
import { type SandboxClient, sandboxWithClient } from '../../../sandbox/testing/api-client.ts'
import { seededRandom } from '../../../sandbox/seeded-random.ts'
import { makePlan } from './make-plan.ts'
import { whatToWrite } from './refresh-plan.ts'
import { outcomesOf } from './refresh-run.ts'
import { runThroughKills } from './testing/run-through-kills.ts'
import { createFastClock } from './testing/small-server.ts'

const fleetSize = 5000
const batchPath = '/api/v1/cvms/instance-ids'
let client: SandboxClient

beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize })
}, 120_000)
afterAll(() => client.stop())
afterEach(() => vi.unstubAllGlobals())

/** The app's own requests, answered in this process. A dropped connection is to `fetch` what it is in a browser: a `TypeError`. */
function connectApp() {
  const bodies: { cvm_ids: string[]; limit: number; overwrite: boolean; dry_run: boolean }[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers)
    headers.set('x-api-key', client.info.keys.admin)
    if (path === batchPath) bodies.push(JSON.parse(init.body as string))
    try {
      return await client.sandbox.fetch(
        new Request(`http://sandbox.test${path}`, { method: init.method!, headers, body: init.body ?? null }),
      ) // the app names its method
    } catch (cause) {
      throw new TypeError('fetch failed', { cause })
    }
  })
  return bodies
}

/** Stored instance ids by CVM id, as an admin reads them. */
async function storedIds(): Promise<Map<string, string | null>> {
  const stored = new Map<string, string | null>()
  for (let page = 1; page <= fleetSize / 100; page++) {
    const { body } = await client.api('GET', `/cvms/paginated?page=${page}&page_size=100`, { key: client.info.keys.owner })
    for (const cvm of (body as { items: { id: string; instance_id?: string | null }[] }).items) stored.set(cvm.id, cvm.instance_id || null)
  }
  return stored
}

const troubles = [
  { status: 429, body: { detail: 'Too many requests' }, headers: { 'retry-after': '1' } },
  { status: 503, body: { detail: 'Not now' } },
  'html-502',
  'drop',
  'drop-after',
] as const

test('5,000 CVMs, random 429, 5xx and lost answers, a tab that keeps dying: one outcome a row, and the world is what the plan promised', async () => {
  const bodies = connectApp()
  const before = await storedIds()
  expect(before.size).toBe(fleetSize)
  // What is busy changes by itself.
  const ids = [...before.keys()].filter((id) => id !== client.info.cvms['busy'])
  const random = seededRandom(7)
  const faults = Array.from({ length: 600 }, () => ({
    method: 'PATCH',
    path: batchPath,
    // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
    then: random.chance(0.25) ? random.pick(troubles) : { delayMs: 0 },
  }))
  await client.call('POST', '/sandbox/faults', { body: faults })

  const plan = await makePlan(
    {
      ids,
      nameOf: () => null,
      options: { runningOnly: true, missingOnly: false, allowOverwrite: true, chunkSize: 40 },
      upstream: 'sandbox.test',
      worldId: client.info.worldId,
      createdBy: null,
    },
    { refresh: refreshInstanceIds, clock: createFastClock(), signal: new AbortController().signal, onProgress: () => {} },
  )
  expect(await storedIds(), 'after the plan').toEqual(before)
  const conflicts = plan.rows.filter(({ status }) => status === 'conflict')
  const ticked = new Set(conflicts.filter((_, index) => index % 2 === 0).map(({ id }) => id))
  expect(ticked.size).toBeGreaterThan(10)

  const planBodies = bodies.length
  const end = await runThroughKills(plan, ticked, refreshInstanceIds, [9, 30, 31, 90])

  const outcomes = outcomesOf(plan, end)
  expect(outcomes.map(({ row }) => row.id)).toEqual(ids)
  const promised = new Set(whatToWrite(plan, ticked).requests.flatMap((request) => request.ids))
  const written = new Set(outcomes.filter(({ outcome }) => outcome.kind === 'written').map(({ row }) => row.id))
  expect(written).toEqual(promised)
  const planned = new Map(plan.rows.map((row) => [row.id, row.newInstanceId]))
  const wanted = new Map([...before].map(([id, stored]) => [id, promised.has(id) ? planned.get(id) : stored]))
  expect(await storedIds()).toEqual(wanted)

  const runBodies = bodies.slice(planBodies)
  expect(runBodies.every(({ cvm_ids, limit }) => cvm_ids.length === limit && limit >= 1 && limit <= 40)).toBe(true)
  expect(runBodies.every(({ overwrite, cvm_ids }) => !overwrite || cvm_ids.every((id) => ticked.has(id)))).toBe(true)
  expect(runBodies.every(({ dry_run, cvm_ids }) => dry_run || cvm_ids.every((id) => promised.has(id)))).toBe(true)
}, 180_000)
