// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepFocusOnPage } from './keep-focus.ts'

let end: () => void
beforeEach(() => {
  vi.useFakeTimers()
  document.body.innerHTML =
    '<main><h1>payments</h1><div id="notice"><button>Try again</button></div><button id="other">Edit</button></main>'
  HTMLElement.prototype.scrollIntoView = () => {} // jsdom draws nothing
  end = keepFocusOnPage()
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

const find = (selector: string) => document.querySelector<HTMLElement>(selector)!
const painted = () => vi.advanceTimersByTimeAsync(200)
const focused = () => document.activeElement

test('the focus of a notice that ends goes to the heading of its page', async () => {
  find('#notice button').focus()
  find('#notice').remove()
  await painted()
  expect(focused()).toBe(find('h1'))
})

test('in an open dialog it stays in the dialog', async () => {
  document.body.insertAdjacentHTML('beforeend', '<div role="dialog" tabindex="-1"><button>Sign</button></div>')
  find('[role="dialog"] button').focus()
  find('[role="dialog"] button').remove()
  await painted()
  expect(focused()).toBe(find('[role="dialog"]'))
})

test('who takes it elsewhere meanwhile keeps it', async () => {
  find('#notice button').focus()
  find('#notice').remove()
  await Promise.resolve()
  find('#other').focus()
  await painted()
  expect(focused()).toBe(find('#other'))
})

test('whoever had left the notice, for another button or by a click beside it, is not called back', async () => {
  find('#notice button').focus()
  find('#notice button').blur()
  await Promise.resolve()
  find('#notice').remove()
  await painted()
  expect(focused()).toBe(document.body)
})

test('what else goes from the page moves nothing', async () => {
  find('#other').focus()
  find('#notice').remove()
  await painted()
  expect(focused()).toBe(find('#other'))
})
