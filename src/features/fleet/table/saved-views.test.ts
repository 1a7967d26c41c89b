import { expect, test } from 'vitest'
import { createTextStore } from '@/lib/storage.ts'
import { testScope } from '@/runs/testing/session.tsx'
import { isSomeView, savedViews, searchOf, showsSame } from './saved-views.ts'

test('a view is kept under its name, for one person, and shows what its address shows', () => {
  const store = createTextStore(null, null)
  const views = savedViews(store, testScope())
  views.write('Failed on Base', { state: 'failed', kms: 'base', view: 'Failed on Base' })
  expect(views.list()).toEqual([{ id: 'Failed on Base', value: { state: 'failed', kms: 'base', view: 'Failed on Base' } }])
  expect(savedViews(store, { ...testScope(), owner: { workspace: 'acme', user: 'bert' } }).list()).toEqual([])
})

test('applying a view leaves nothing of the filters before it', () => {
  expect({ q: 'web', os: 'x', ...searchOf({ state: 'failed' }) }).toMatchObject({ q: undefined, os: undefined, state: 'failed' })
  expect(showsSame(searchOf({ state: 'failed', view: 'One' }), { state: 'failed' })).toBe(true)
  expect(showsSame({ state: 'failed' }, { state: 'running' })).toBe(false)
  expect(isSomeView({})).toBe(false)
  expect(isSomeView({ view: 'Named, and the same as none' })).toBe(false)
  expect(isSomeView({ sort: '-memory' })).toBe(true)
})
