// @vitest-environment jsdom
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { ResourcesCard } from './ResourcesCard.tsx'

afterEach(cleanup)

async function show(resources: Partial<Cvm['resources']>) {
  const cvm = sampleCvm()
  const part = <ResourcesCard cvm={{ ...cvm, resources: { ...cvm.resources, ...resources } }} />
  const router = createRouter({ routeTree: createRootRoute({ component: () => part }), history: createMemoryHistory() })
  render(<RouterProvider router={router} />)
  return screen.findByRole('region', { name: 'Resources' })
}

test('a price has its currency, and stands as it was reported', async () => {
  expect((await show({ price: '0.1160', billingPeriod: 'hourly' })).textContent).toContain('Computing costs $0.1160 an hour, as reported.')
  cleanup()
  expect((await show({ price: null })).textContent).toContain('What computing costs is not reported.')
})
