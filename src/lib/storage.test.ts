import { expect, test } from 'vitest'
import { createTextStore } from './storage.ts'

/** A storage area as browsers have it, with a limit as they have one. */
class Area extends Map<string, string> implements Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'> {
  limit = Infinity
  get length() {
    return this.size
  }
  getItem = (key: string) => this.get(key) ?? null
  setItem = (key: string, text: string) => {
    if (text.length > this.limit) throw new DOMException('full', 'QuotaExceededError')
    this.set(key, text)
  }
  removeItem = (key: string) => void this.delete(key)
  key = (index: number) => [...this.keys()][index] ?? null
}
const asStorage = (area: Area) => area as unknown as Storage

test('what one store writes, another over the same area reads', () => {
  const area = new Area()
  createTextStore(asStorage(area), null).write('a', '1')
  expect(createTextStore(asStorage(area), null).read('a')).toBe('1')
})

test('a blocked storage keeps texts for this tab and says so', () => {
  const store = createTextStore(null, null)
  expect(store.isPersistent).toBe(false)
  expect(store.write('a/1', 'x')).toBe(false)
  expect(store.read('a/1')).toBe('x')
  expect(store.keys('a/')).toEqual(['a/1'])
  store.remove('a/1')
  expect(store.read('a/1')).toBeNull()
  expect(store.keys('a/')).toEqual([])
})

test('a text that did not fit is still what this tab reads', () => {
  const area = new Area()
  const store = createTextStore(asStorage(area), null)
  store.write('a', 'old')
  area.limit = 3
  expect(store.write('a', 'longer')).toBe(false)
  expect(store.read('a')).toBe('longer')
  expect(store.write('a', 'new')).toBe(true)
  expect(area.getItem('a')).toBe('new')
})

test('keys are listed by prefix, from the area and from memory', () => {
  const area = new Area()
  const store = createTextStore(asStorage(area), null)
  store.write('a/2', 'x')
  area.limit = 0
  store.write('a/1', 'x')
  store.write('b/1', 'x')
  expect(store.keys('a/')).toEqual(['a/1', 'a/2'])
})

test('changes are announced with who made them', () => {
  const tabs = new EventTarget()
  const store = createTextStore(asStorage(new Area()), tabs)
  const seen: [string, boolean][] = []
  const stop = store.subscribe((key, fromOtherTab) => seen.push([key, fromOtherTab]))
  store.write('a', '1')
  tabs.dispatchEvent(Object.assign(new Event('storage'), { key: 'b' }))
  stop()
  store.remove('a')
  expect(seen).toEqual([
    ['a', false],
    ['b', true],
  ])
})
