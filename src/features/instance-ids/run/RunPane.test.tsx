// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTextStore } from '@/lib/storage.ts'
import { createMaintenance } from '@/maintenance/instance-ids/maintenance-store.ts'
import { defaultPlanOptions } from '@/maintenance/instance-ids/refresh-plan.ts'
import { startRun } from '@/maintenance/instance-ids/refresh-run.ts'
import { createFastClock, createSmallServer } from '@/maintenance/instance-ids/testing/small-server.ts'
import { InTestSession, testScope } from '@/runs/testing/session.tsx'
import { RunPane } from './RunPane.tsx'

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} })) // jsdom has none
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

async function openRun() {
  const { refresh } = createSmallServer(new Map([['cvm_0', { isRunning: true, stored: null, resolves: 'id-0' }]]))
  const scope = testScope()
  const tab = createMaintenance({ scope, refresh, clock: createFastClock(), store: createTextStore(null, null), locks: null })
  await tab.preview({ ids: ['cvm_0'], nameOf: () => null, options: defaultPlanOptions, ...scope, createdBy: 'admin' })
  const work = tab.snapshot()
  if (work.step !== 'planned') throw new Error('unreachable: it was previewed')
  return { plan: work.plan, run: startRun(work.plan, new Set<string>(), '2026-03-01T12:00:00Z') }
}

const buttons = () =>
  screen.queryAllByRole('button', { name: /^(Pause|Resume|Stop after what is under way)$/ }).map((one) => one.textContent)

test('a run that another tab drives is shown as far as it is, and is left to that tab', async () => {
  render(<RunPane work={{ step: 'elsewhere', ...(await openRun()), isCertain: true }} actor={null} />, { wrapper: InTestSession })
  expect(screen.getByText('Another tab of this browser is writing this run, or has it paused.')).toBeTruthy()
  expect(screen.getByText('0 of 1 request, 0 of 1 row')).toBeTruthy()
  expect(buttons()).toEqual([])
})

test('where nobody can tell whether that tab is open, a person may say that it is not', async () => {
  render(<RunPane work={{ step: 'elsewhere', ...(await openRun()), isCertain: false }} actor={null} />, { wrapper: InTestSession })
  expect(screen.getByText('Another tab of this browser has just written this run.')).toBeTruthy()
  expect(buttons()).toEqual(['Resume', 'Stop after what is under way'])
})

test('a run that has taken the place of the one that was shown says so', async () => {
  render(<RunPane work={{ step: 'elsewhere', ...(await openRun()), isCertain: true, note: 'other-run' }} actor={null} />, {
    wrapper: InTestSession,
  })
  expect(screen.getByText('This is another run than the one that was shown here.')).toBeTruthy()
})
