// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { asksForSearch } from './search-shortcut.ts'

const pressed = (key: string, held: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { key, code: `Key${key.toUpperCase()}`, ...held })

test('each platform has its own modifier, and the other one keeps its meaning there', () => {
  expect(asksForSearch(pressed('k', { ctrlKey: true }), false)).toBe(true)
  expect(asksForSearch(pressed('k', { metaKey: true }), false)).toBe(false)
  expect(asksForSearch(pressed('k', { metaKey: true }), true)).toBe(true)
  expect(asksForSearch(pressed('k', { ctrlKey: true }), true), 'deletes to the end of the line').toBe(false)
})

test('nothing else may be held, and another letter is another shortcut', () => {
  expect(asksForSearch(pressed('k'), false)).toBe(false)
  for (const held of ['shiftKey', 'altKey', 'metaKey']) {
    expect(asksForSearch(pressed('k', { ctrlKey: true, [held]: true }), false), held).toBe(false)
  }
  expect(asksForSearch(pressed('j', { ctrlKey: true }), false)).toBe(false)
})

test('the letter counts where the keyboard has it, and its place where it has none', () => {
  expect(asksForSearch(pressed('k', { code: 'KeyV', ctrlKey: true }), false), 'Dvorak').toBe(true)
  expect(asksForSearch(pressed('t', { code: 'KeyK', ctrlKey: true }), false), 'Dvorak').toBe(false)
  expect(asksForSearch(pressed('л', { code: 'KeyK', ctrlKey: true }), false), 'Cyrillic').toBe(true)
})
