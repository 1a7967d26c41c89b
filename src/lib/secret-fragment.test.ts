// @vitest-environment jsdom
import { afterEach, beforeAll, expect, test } from 'vitest'
import { keepSecretOutOfAddress, secretFragment } from './secret-fragment.ts'

const secret = 'canary-5d1e'
const arriveAt = (address: string) => history.replaceState(null, '', address)

beforeAll(() => keepSecretOutOfAddress())
afterEach(() => {
  secretFragment.forget()
  arriveAt('/')
})

test.each([
  [`/finish#v=1&secret=${secret}&sum=2`, '/finish#v=1&sum=2'],
  [`/finish#secret=${secret}&v=1`, '/finish#v=1'],
  [`/finish?a=b#v=1&secret=${secret}`, '/finish?a=b#v=1&'],
  [`/anywhere#secret=${secret}`, '/anywhere#'],
])('of %s the address keeps %s', (address, kept) => {
  arriveAt(address)
  window.dispatchEvent(new PopStateEvent('popstate'))
  expect(location.href).toBe(new URL(kept, location.origin).href)
  expect(secretFragment.read()).toBe(secret)
})

test('an address without one is left alone, and so is what came before', () => {
  arriveAt(`/finish#secret=${secret}`)
  window.dispatchEvent(new PopStateEvent('popstate'))
  arriveAt('/finish#v=1&nosecret=2')
  window.dispatchEvent(new HashChangeEvent('hashchange'))
  expect(location.hash).toBe('#v=1&nosecret=2')
  expect(secretFragment.read()).toBe(secret)
})

test('a character that stands for nothing does not keep it in the address', () => {
  arriveAt('/finish#v=1&secret=50%&sum=2')
  window.dispatchEvent(new PopStateEvent('popstate'))
  expect(location.hash).toBe('#v=1&sum=2')
})

test('whoever shows whether it is there hears of both', () => {
  let calls = 0
  const stop = secretFragment.subscribe(() => (calls += 1))
  arriveAt(`/finish#secret=${secret}`)
  window.dispatchEvent(new PopStateEvent('popstate'))
  secretFragment.forget()
  stop()
  expect(calls).toBe(2)
  expect(secretFragment.read()).toBeNull()
})
