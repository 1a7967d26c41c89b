import { expect, test, vi } from 'vitest'
import { joinRun } from './join-run.ts'
import { lockManager, twoTabs } from './testing/tabs.ts'

/** One run in two tabs, and what each of them was told. */
function tabs() {
  const locks = lockManager()
  const stores = twoTabs()
  const open = (at: 0 | 1) => {
    const told: string[] = []
    const run = joinRun({
      locks,
      name: 'a run',
      freed: () => told.push('freed'),
      taken: () => told.push('taken'),
      record: { store: stores[at], isKey: (key) => key === 'record', changed: () => told.push(`read ${stores[at].read('record')}`) },
    })
    return { run, told }
  }
  return { first: open(0), second: open(1), stores }
}
const passing = () => new Promise((resolve) => setTimeout(resolve))

test('one tab drives, and the other one is told of what it writes, and of nothing that it wrote itself', async () => {
  const { first, second, stores } = tabs()
  expect(await first.run.drive('if-free')).toBe(true)
  expect(await second.run.drive('if-free')).toBe(false)
  stores[0].write('record', 'one')
  stores[0].write('another', 'two')
  await passing()
  expect([first.told, second.told]).toEqual([[], ['read one']])
})

test('who follows drives once nobody does any more', async () => {
  const { first, second } = tabs()
  await first.run.drive('if-free')
  second.run.follow()
  first.run.letGo()
  await vi.waitFor(() => expect(second.told).toEqual(['freed']))
  expect(second.run.isDriving()).toBe(true)
})

test('a tab that asks twice at once is not in its own way', async () => {
  const { first, second } = tabs()
  expect(await Promise.all([first.run.drive('if-free'), first.run.drive('if-free')])).toEqual([true, true])
  expect(await second.run.drive('if-free')).toBe(false)
  first.run.letGo()
  await vi.waitFor(async () => expect(await second.run.drive('if-free')).toBe(true))
})

test('a run that is taken over is told to the tab that drove it', async () => {
  const { first, second } = tabs()
  await first.run.drive('if-free')
  expect(await second.run.drive('steal')).toBe(true)
  await vi.waitFor(() => expect(first.told).toEqual(['taken']))
  expect(first.run.isDriving()).toBe(false)
})

test('a tab that has left is told nothing, drives nothing, and stands in nobody’s way', async () => {
  const { first, second, stores } = tabs()
  const driving = first.run.drive('if-free')
  first.run.leave()
  expect(await driving).toBe(false)
  stores[1].write('record', 'one')
  await passing()
  expect(first.told).toEqual([])
  expect(await second.run.drive('if-free')).toBe(true)
  expect(await first.run.drive('steal')).toBe(false)
  expect(second.run.isDriving()).toBe(true)
})

test('without locks every tab drives', async () => {
  const [one, other] = [joinRun({ locks: null, name: 'a run' }), joinRun({ locks: null, name: 'a run' })]
  expect([await one.drive('if-free'), await other.drive('if-free')]).toEqual([true, true])
})
