// @vitest-environment jsdom
import { afterEach, describe, expect, test } from 'vitest'
import { isFreeKey, type Prefix, readKey } from './single-key.ts'

afterEach(() => document.body.replaceChildren())

/** What a row of keys asks for; a number is a pause in ms, and `+` before a key says that it is held down. */
function asked(...pressed: (string | number)[]) {
  let prefix: Prefix = null
  let timeStamp = 10
  return pressed.flatMap((one) => {
    if (typeof one === 'number') {
      timeStamp += one
      return []
    }
    const repeat = one.startsWith('+')
    const read = readKey(prefix, { key: repeat ? one.slice(1) : one, timeStamp, repeat })
    prefix = read.prefix
    return read.command ? [read.command] : []
  })
}

describe('what keys mean', () => {
  test.each([
    [['?'], ['list-keys']],
    [['/'], ['search']],
    [
      ['j', 'k'],
      ['next-row', 'previous-row'],
    ],
    [['e'], ['edit']],
    [['r'], ['review']],
    [['g', 'f'], ['go-fleet']],
    [
      ['g', 'h', 'g', 'u'],
      ['go-history', 'go-unfinished'],
    ],
    [
      ['g', 'i', 'g', 'c'],
      ['go-instance-ids', 'go-cvm'],
    ],
    // Alone the second key means nothing, or what it means alone.
    [['f', 'h', 'u', 'i', 'c', 'x', 'Enter', ' '], []],
    [['g', 'e'], ['edit']],
    [['g', 'x', 'f'], []],
    [['g', 'g', 'f'], ['go-fleet']],
    [['g', 1_400, 'f'], ['go-fleet']],
    [['g', 1_600, 'f'], []],
    // Shift is on its way to a character, and a capital letter is another key.
    [['Shift', '?'], ['list-keys']],
    [['g', 'Shift', 'f'], ['go-fleet']],
    [['E', 'J', 'G', 'F'], []],
    // Names that every object has are no keys of ours.
    [['constructor', 'toString', 'g', '__proto__'], []],
    // Held down, a key steps on and does nothing else again.
    [
      ['j', '+j', '+j'],
      ['next-row', 'next-row', 'next-row'],
    ],
    [
      ['e', '+e', 'r', '+r', '+?', '+/'],
      ['edit', 'review'],
    ],
  ] as [(string | number)[], string[]][])('%j asks for %j', (keys, commands) => {
    expect(asked(...keys)).toEqual(commands)
  })
})

describe('a key is free to act', () => {
  /** Presses a key on an element of this page. */
  function isFree(html: string, on: string, init: KeyboardEventInit = {}) {
    document.body.innerHTML = html
    const free: boolean[] = []
    const hear = (event: KeyboardEvent) => free.push(isFreeKey(event))
    document.addEventListener('keydown', hear)
    document.querySelector(on)!.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', bubbles: true, cancelable: true, ...init }))
    document.removeEventListener('keydown', hear)
    return free[0]
  }

  test.each([
    ['<main><h1>Fleet</h1></main>', 'h1'],
    ['<button>Edit</button>', 'button'],
    ['<a href="/cvms">Fleet</a>', 'a'],
    ['<input type="checkbox">', 'input'],
    ['<input type="radio">', 'input'],
    ['<div></div>', 'body'],
  ])('on %s', (html, on) => {
    expect(isFree(html, on)).toBe(true)
  })

  test.each([
    ['<input>', 'input'],
    ['<input type="search">', 'input'],
    ['<input type="number">', 'input'],
    ['<textarea></textarea>', 'textarea'],
    ['<select><option>a</option></select>', 'select'],
    ['<div contenteditable="true"><b>a</b></div>', 'b'],
    ['<div data-code-editor></div>', 'div'],
    ['<div role="menu"><button role="menuitem">a</button></div>', 'button'],
    ['<div role="listbox"><a role="option">a</a></div>', 'a'],
    ['<div popover="auto"><button>a</button></div>', 'button'],
    // Where the focus stays behind a dialog as well.
    ['<main><h1>Fleet</h1></main><div role="dialog"></div>', 'h1'],
    ['<div role="dialog"><button>Restart</button></div>', 'button'],
    ['<button>a</button><dialog open></dialog>', 'button'],
  ])('not on %s', (html, on) => {
    expect(isFree(html, on)).toBe(false)
  })

  test.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }, { keyCode: 229 }])('not with %j', (init) => {
    expect(isFree('<h1>Fleet</h1>', 'h1', init)).toBe(false)
  })

  test('not in a tree of its own, out of which the event seems to come from its host', () => {
    document.body.innerHTML = '<div id="host"></div>'
    const host = document.querySelector('#host')!
    const inner = document.createElement('textarea')
    host.attachShadow({ mode: 'open' }).append(inner)
    const free: boolean[] = []
    const hear = (event: KeyboardEvent) => free.push(isFreeKey(event))
    document.addEventListener('keydown', hear)
    inner.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', bubbles: true, composed: true }))
    document.removeEventListener('keydown', hear)
    expect(free).toEqual([false])
  })
})
