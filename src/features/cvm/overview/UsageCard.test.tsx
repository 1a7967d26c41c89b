// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { seenAfter, type UsageReading, usageQuery, usageSchema } from '@/api/machine/usage.ts'
import { readAnswer } from '@/api/reading/read-answer.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { UsageCard } from './UsageCard.tsx'

afterEach(cleanup)

const gib = 1024 ** 3
const sysinfo = {
  num_cpus: 4,
  total_memory: 8 * gib,
  used_memory: 6 * gib,
  uptime: 7_260,
  loadavg_one: 2,
  loadavg_five: 1,
  loadavg_fifteen: 0,
  disks: [{ name: 'vda', mount_point: '/', total_size: 60 * gib, free_size: 3 * gib }],
}
const online = { is_online: true, is_public: true, error: null }

async function show(answer: unknown, cvm = sampleCvm({ status: 'running' }), seen: readonly UsageReading[] = []) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  client.setQueryData(usageQuery(cvm.id).queryKey, { ...readAnswer(usageSchema, answer).data!, seen })
  const router = createRouter({ routeTree: createRootRoute({ component: () => <UsageCard cvm={cvm} /> }), history: createMemoryHistory() })
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  await screen.findByRole('heading', { name: 'In use' })
}

test('what is in use is there as a bar and in numbers', async () => {
  await show({ ...online, sysinfo })
  expect(screen.getByRole('meter', { name: 'Memory' }).getAttribute('aria-valuetext')).toBe('6 GB of 8 GB')
  expect(screen.getByRole('meter', { name: 'Disk' }).getAttribute('aria-valuenow')).toBe('95')
  expect(screen.getByRole('region').textContent).toContain('Load 2 · 1 · 0 over 1, 5 and 15 minutes, on 4 vCPU. Up for 2 h 1 min.')
})

test('what is not reported has no bar and is no zero', async () => {
  await show({ ...online, sysinfo: { ...sysinfo, used_memory: null, disks: 'two', loadavg_five: undefined, uptime: 'long' } })
  expect(screen.queryByRole('meter')).toBeNull()
  expect(screen.getAllByText('not reported')).toHaveLength(2)
  expect(screen.getByRole('region').textContent).toMatch(/Load 2 · \? · 0 over 1, 5 and 15 minutes, on 4 vCPU\.$/)
})

test.each([
  ['it did not answer', { ...online, is_online: false, sysinfo: null }, 'The CVM did not answer, so what is in use cannot be shown.'],
  [
    'it keeps it to itself',
    { ...online, is_public: false, sysinfo: null },
    'The system information of this CVM is private. Change who may see the system information',
  ],
  ['it failed', { ...online, error: 'agent timeout', sysinfo: null }, 'The CVM answered: agent timeout'],
  ['it does not say', { ...online, is_public: null, sysinfo: null }, 'The CVM did not say what is in use.'],
])('where %s, that is said', async (_, answer, words) => {
  await show(answer)
  expect(screen.getByText(/^The CVM|^The system information/).textContent).toBe(words)
})

test('of a CVM that is off it is not said that it did not answer', async () => {
  await show({ ...online, is_online: false, sysinfo: null }, sampleCvm({ status: 'stopped' }))
  expect(screen.getByText('The CVM does not run, so what is in use cannot be shown.')).toBeTruthy()
})

test('what this page saw is a line with its words, once there is something to see', async () => {
  const gib = 1024 ** 3
  const at = (minute: number, used: number): UsageReading => ({ at: minute * 60_000, memoryUsed: used * gib })
  await show({ ...online, sysinfo }, undefined, [at(0, 5), at(1, 6)])
  expect(screen.queryByText(/Seen by this page/)).toBeNull()
  cleanup()
  await show({ ...online, sysinfo }, undefined, [at(0, 5), at(1, 6), at(3, 5.5)])
  expect((await screen.findByText(/Seen by this page/)).textContent).toBe('Seen by this page for 3 min: 5 GB to 6 GB of memory')
})

test('a look that was told nothing leaves no reading', () => {
  const usage = readAnswer(usageSchema, { ...online, sysinfo }).data!
  const first = seenAfter([], usage, 1)
  expect(first).toHaveLength(1)
  expect(seenAfter(first, readAnswer(usageSchema, { ...online, sysinfo: null }).data!, 2)).toBe(first)
  let all: readonly UsageReading[] = []
  for (let look = 0; look < 300; look += 1) all = seenAfter(all, usage, look)
  expect(all).toHaveLength(120)
  expect(all.at(-1)?.at).toBe(299)
})
