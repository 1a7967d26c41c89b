// @vitest-environment jsdom
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { keepSecretOutOfAddress, secretFragment } from './secret-fragment.ts'

const secret = 'canary-5d1e'
const arriveAt = (address: string) => history.replaceState(null, '', address)

beforeAll(() => keepSecretOutOfAddress())
afterEach(() => {
  secretFragment.set(null)
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
  expect(secretFragment.snapshot()?.secret).toBe(secret)
})

test('it is kept with what it came with', () => {
  arriveAt(`/finish#v=1&secret=${secret}&sum=2`)
  window.dispatchEvent(new PopStateEvent('popstate'))
  expect(secretFragment.snapshot()).toEqual({ secret, of: '#v=1&sum=2' })
  expect(location.hash).toBe('#v=1&sum=2')
  arriveAt('/finish')
  window.dispatchEvent(new PopStateEvent('popstate'))
  expect(secretFragment.snapshot()).toEqual({ secret, of: '#v=1&sum=2' })
})

test('an address without one is left alone, and so is what came before', () => {
  arriveAt(`/finish#secret=${secret}`)
  window.dispatchEvent(new PopStateEvent('popstate'))
  arriveAt('/finish#v=1&nosecret=2')
  window.dispatchEvent(new HashChangeEvent('hashchange'))
  expect(location.hash).toBe('#v=1&nosecret=2')
  expect(secretFragment.snapshot()?.secret).toBe(secret)
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
  secretFragment.set(null)
  stop()
  expect(calls).toBe(2)
  expect(secretFragment.snapshot()).toBeNull()
})

describe('a finisher link that was changed on its way', () => {
  const before = 'v=1&name=treasury-signer&cvm=cvm_1'
  const after = 'chain=31337&app=3f91&issued=2026-03-01T08%3A00%3A00.000Z&hash=9745&sum=0a1b2c3d'
  const fields = `${before}&secret=${secret}&${after}`
  const whole = `/finish#${before}&${after}`
  // Where all of it was decoded once more, a time's colons stand there as they are. They are read the same.
  const read = (address: string) => Object.fromEntries(new URLSearchParams(new URL(address, location.origin).hash.slice(1)))
  const once = encodeURIComponent
  const twice = (text: string) => once(once(text))
  const link = `${location.origin}/finish#${fields}`

  const forms: [form: string, address: string][] = [
    ['the # as %23', `/finish%23${fields}`],
    ['the # as %2523', `/finish%2523${fields}`],
    ['? for #', `/finish?${fields}`],
    ['a slash before the #', `/finish/#${fields}`],
    ['all encoded once', `/finish${once(`#${fields}`)}`],
    ['all encoded twice', `/finish${twice(`#${fields}`)}`],
    ['all behind the # encoded once', `/finish#${once(fields)}`],
    ['all behind the # encoded twice', `/finish#${twice(fields)}`],
    ['all behind ? encoded once', `/finish?${once(fields)}`],
    ['small letters in its codes', `/finish${once(`#${fields}`).replaceAll(/%../g, (code) => code.toLowerCase())}`],
    ['&amp; for &', `/finish#${fields.replaceAll('&', '&amp;')}`],
    ['&amp; for & and %23 for #', `/finish%23${fields.replaceAll('&', '&amp;')}`],
    ['a full stop behind it', `/finish#${fields}.`],
    ['a bracket and a comma behind it', `/finish#${fields}),`],
    ['quotes behind it, encoded', `/finish${once(`#${fields}">`)}`],
    ['wrapped into another link', `/redirect?url=${once(link)}`],
    ['wrapped twice', `/safelink?u=${twice(`https://scan.example.org/?url=${link}`)}`],
    ['wrapped as a path', `/${link}`],
    ['on the way through sign-in', `/sign-in?next=${once(`/finish#${fields}`)}`],
  ]

  test.each(forms)('with %s is put right, and its secret leaves the address', (_form, address) => {
    arriveAt(address)
    window.dispatchEvent(new PopStateEvent('popstate'))
    expect(location.href).not.toContain(secret)
    expect(location.pathname).toMatch(/^\/finish\/?$/)
    expect(location.search).toBe('')
    expect(read(location.href)).toEqual(read(whole))
    expect(secretFragment.snapshot()?.secret).toBe(secret)
  })

  test.each([
    `/finish/v=1/secret=${secret}`,
    `/finish;v=1;secret=${secret}`,
    `/finish%23v=1%20secret=${secret}`,
    `/finish${once(once(`;secret=${secret}`))}`,
  ])('%s cannot be put right: the page is left with nothing', (address) => {
    arriveAt(address)
    window.dispatchEvent(new PopStateEvent('popstate'))
    expect(location.pathname + location.search + location.hash).toBe('/finish')
    expect(secretFragment.snapshot()).toBeNull()
  })

  test.each(['/cvms?q=secret%3Dmine', '/cvms?q=a%26secret%3Dmine', '/cvms/cvm_1?tab=finish', '/finish#v=1&name=secret', '/finish'])(
    '%s is no such link and stays',
    (address) => {
      arriveAt(address)
      window.dispatchEvent(new PopStateEvent('popstate'))
      expect(location.pathname + location.search + location.hash).toBe(address)
    },
  )
})
