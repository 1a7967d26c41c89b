import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { refreshBatchBody } from '@/api/instance-ids.ts'
import { driveRun } from '@/maintenance/instance-ids/drive-run.ts'
import { makePlan } from '@/maintenance/instance-ids/make-plan.ts'
import type { Refresh } from '@/maintenance/instance-ids/refresh-plan.ts'
import { startRun } from '@/maintenance/instance-ids/refresh-run.ts'
import { createSmallServer } from '@/maintenance/instance-ids/testing/small-server.ts'
import { systemClock } from '@/lib/clock.ts'
import { expect, test } from '../e2e/fixtures/gateway.ts'
import { signedIn } from '../e2e/fixtures/signed-in.ts'
import { median, record } from './measurement.ts'

const fleetSize = 5000
const latencyMs = 200
const idsPerRequest = 25
/** What the page allows itself, in previewing and in writing. */
const atOnce = 4
const path = '/api/v1/cvms/instance-ids'

test.use({ world: { fleetSize, latencyMs } })

interface Body {
  cvm_ids: string[]
  limit: number
  dry_run: boolean
}
interface Sent {
  body: Body
  startedAt: number
  endedAt: number
}

test(`Instance IDs, ${fleetSize} CVMs, server latency ${latencyMs} ms, ${idsPerRequest} ids a request, ${atOnce} at once: share of the throughput that latency and concurrency allow`, async ({
  page,
  sandbox,
  baseURL,
}) => {
  await signedIn(page, sandbox, 'admin')
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const sent = watchBatches(page)
  await page.goto('/instance-ids')
  await page.getByLabel('IDs per request').fill(String(idsPerRequest))
  const preview = page.getByRole('button', { name: /^Preview [\d,]+ CVMs$/ })
  await expect(preview).not.toHaveAttribute('aria-disabled', 'true')
  await preview.click()
  await expect(page.getByText('Preview: nothing is written yet')).toBeVisible()
  const previews = sent.splice(0)
  await page.getByRole('button', { name: /^Write / }).click()
  await expect(page.getByText(/^Done in /)).toBeVisible()
  const run = sent.splice(0)
  const writes = run.filter(({ body }) => !body.dry_run)

  expect(previews.flatMap(({ body }) => body.cvm_ids).length, 'every CVM is asked about').toBeGreaterThanOrEqual(fleetSize)
  expect(writes.length).toBeGreaterThan(atOnce)
  const whole = [...previews, ...run].filter(({ body }) => body.limit === body.cvm_ids.length)
  record({
    what: 'requests with limit = number of ids (a gate), %',
    unit: '%',
    values: [share(whole.length, previews.length + run.length)],
    bar: { atLeast: 100 },
  })
  expect(whole).toHaveLength(previews.length + run.length)

  /** The same requests without any page: as many lanes, each taking the next job when it is done with one. */
  async function bareScript(jobs: Body[][]): Promise<{ took: number; requestMs: number }> {
    const startedAt = performance.now()
    const waiting = [...jobs]
    const durations: number[] = []
    const lane = async () => {
      for (let job = waiting.shift(); job; job = waiting.shift()) {
        for (const body of job) {
          const sentAt = performance.now()
          const answer = await fetch(`${baseURL}${path}`, {
            method: 'PATCH',
            headers: { cookie, origin: baseURL!, 'X-Phala-Version': '2026-01-21', 'content-type': 'application/json' },
            body: JSON.stringify(body),
          })
          await answer.json()
          durations.push(performance.now() - sentAt)
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
    return { took: performance.now() - startedAt, requestMs: median(durations) }
  }

  const dryRuns = previews.map(({ body }) => [body])
  const checkedWrites = writes.map(({ body }) => [{ ...body, dry_run: true }, body])
  for (const [what, sentByPage, jobs] of [
    [`the page previews (${previews.length} requests)`, previews, dryRuns],
    [`the page writes (${run.length} requests, each write after its check)`, run, checkedWrites],
  ] as const) {
    const script = await bareScript(jobs)
    const bound = boundMs(jobs.length, jobs[0]!.length, script.requestMs) // there is at least one job
    record({
      what,
      unit: '%',
      values: [share(bound, span(sentByPage))],
      baseline: { what: 'a bare script', value: share(bound, script.took) },
      bar: { atLeast: 95 },
    })
    const requestMs = sentByPage.map(({ startedAt, endedAt }) => endedAt - startedAt)
    record({
      what: '  one request of it',
      unit: 'ms',
      values: requestMs,
      baseline: { what: 'of the bare script', value: script.requestMs },
    })
  }
  await recordPacingAlone()
})

/** Plan and run over a server that does nothing but wait: what the pacing itself costs, with every row written. */
async function recordPacingAlone() {
  const ids = Array.from({ length: fleetSize }, (_, index) => `cvm_${index}`)
  const server = createSmallServer(new Map(ids.map((id) => [id, { isRunning: true, stored: null, resolves: 'a'.repeat(40) }])))
  const refresh: Refresh = async (chunk, options) => {
    expect(refreshBatchBody(chunk, options).limit).toBe(chunk.length)
    await sleep(latencyMs)
    return server.refresh(chunk, options)
  }
  const options = { runningOnly: true, missingOnly: true, allowOverwrite: false, chunkSize: idsPerRequest }
  const startedAt = performance.now()
  const plan = await makePlan(
    { ids, nameOf: () => null, options, upstream: 'bench', worldId: null, createdBy: null },
    { refresh, clock: systemClock, signal: new AbortController().signal, onProgress: () => {} },
  )
  await new Promise<void>((resolve) => {
    const save = ({ step }: { step: string }) => {
      if (step === 'finished') resolve()
    }
    driveRun({ plan, state: startRun(plan, new Set(), plan.createdAt), refresh, clock: systemClock, save })
  })
  const took = performance.now() - startedAt
  expect(server.writes).toHaveLength(fleetSize)
  const chunks = fleetSize / idsPerRequest
  const bound = boundMs(chunks, 1, latencyMs) + boundMs(chunks, 2, latencyMs)
  record({ what: `the pacing alone previews and writes all ${fleetSize}`, unit: '%', values: [share(bound, took)], bar: { atLeast: 95 } })
}

/**
 * Nobody is faster with `atOnce` lanes, each job being `requests` one after the other. Where jobs do not divide evenly among the lanes, the
 * last round takes as long as any other: 23 jobs in 4 lanes are 6 rounds. `requestMs` is what a bare script with as many lanes measures
 * against the same gateway in the same minute, so what the machine does beside weighs on both.
 */
const boundMs = (jobs: number, requests: number, requestMs: number) => Math.ceil(jobs / atOnce) * requests * requestMs

const share = (part: number, whole: number) => (part / whole) * 100

/** From the first request to the last answer. */
const span = (sent: readonly Sent[]) =>
  Math.max(...sent.map(({ endedAt }) => endedAt)) - Math.min(...sent.map(({ startedAt }) => startedAt))

function watchBatches(page: Page): Sent[] {
  const sent: Sent[] = []
  page.on('requestfinished', (request) => {
    if (new URL(request.url()).pathname !== path) return
    const { startTime, responseEnd } = request.timing()
    sent.push({ body: request.postDataJSON() as Body, startedAt: startTime, endedAt: startTime + responseEnd })
  })
  return sent
}
