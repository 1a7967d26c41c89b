import { expect, test } from 'vitest'
import { createTextStore } from '@/lib/storage.ts'
import { adoptRecords } from './adopt-records.ts'
import { recordPrefix } from './records.ts'
import { testScope } from './testing/session.tsx'

const scope = testScope('w1', 'cloud-api.example:8443')
const old = (kind: string, id: string) => `cvm-console/${kind}/${encodeURIComponent(scope.upstream)}/w1/${id}`
const now = (kind: 'update' | 'draft' | 'approval', id: string) => recordPrefix(kind, scope) + id
const none = async () => false

test('an update moves to whoever’s workspace its CVM is in, and waits where that cannot be asked', async () => {
  const store = createTextStore(null, null)
  for (const id of ['mine', 'theirs', 'unread']) store.write(old('update', id), id)
  await adoptRecords(store, scope, async (cvmId) => (cvmId === 'unread' ? null : cvmId === 'mine'))
  expect(store.keys('').toSorted()).toEqual([now('update', 'mine'), old('update', 'theirs'), old('update', 'unread')].toSorted())
  expect(store.read(now('update', 'mine'))).toBe('mine')
})

test('a newer record of the same CVM stays', async () => {
  const store = createTextStore(null, null)
  store.write(old('update', 'mine'), 'older')
  store.write(now('update', 'mine'), 'newer')
  await adoptRecords(store, scope, async () => true)
  expect(store.keys('')).toEqual([now('update', 'mine')])
  expect(store.read(now('update', 'mine'))).toBe('newer')
})

test('drafts that nobody owns are dropped and counted, those with an owner are not', async () => {
  const store = createTextStore(null, null)
  store.write(old('draft', 'a'), 'x')
  store.write(old('draft', 'b'), 'x')
  store.write(now('draft', 'c'), 'x')
  expect(await adoptRecords(store, scope, none)).toEqual({ droppedDrafts: 2 })
  expect(store.keys('')).toEqual([now('draft', 'c')])
})

test('what a signed-out page kept belongs to the browser', async () => {
  const store = createTextStore(null, null)
  store.write(old('approval', 'call'), 'x')
  await adoptRecords(store, scope, none)
  expect(store.keys('')).toEqual([`${recordPrefix('approval', { ...scope, owner: null })}call`])
})
