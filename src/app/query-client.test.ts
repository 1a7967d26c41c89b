// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import { configQuery } from '@/api/session-queries.ts'
import { browserStore } from '@/lib/storage.ts'
import { draftRecords } from '@/updates/drafts/draft-store.ts'
import { updateWorld } from '@/updates/engine/open-update-world.ts'
import { queryClient } from './query-client.ts'

const draft = { cvmName: 'api-prod-1', savedAt: '2026-01-01T12:00:00Z', edits: { vcpu: 8 }, before: { vcpu: 4 } }
const draftsOf = (worldId: string) => draftRecords(browserStore, { upstream: 'sandbox', worldId })
const worldsWithDrafts = () => ['world-1', 'world-2', 'world-3'].filter((worldId) => draftsOf(worldId).list().length > 0)

test('a page forgets earlier worlds when it is told its own, and never a newer one', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ mode: 'sandbox', worldId: 'world-2', upstream: 'sandbox', chains: [] })))
  draftsOf('world-1').write('cvm_1', draft)
  draftsOf('world-2').write('cvm_1', draft)
  const config = await queryClient.ensureQueryData(configQuery)
  await vi.waitFor(() => expect(worldsWithDrafts()).toEqual(['world-2']))

  // Another tab, opened after the sandbox started anew.
  draftsOf('world-3').write('cvm_1', draft)
  await queryClient.ensureQueryData(configQuery)
  updateWorld(config)
  await vi.dynamicImportSettled()
  expect(worldsWithDrafts()).toEqual(['world-2', 'world-3'])
})
