import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { localMinute, readLocalMinute } from './local-minute.ts'

beforeEach(() => void vi.stubEnv('TZ', 'Europe/Berlin'))
afterEach(() => void vi.unstubAllEnvs())

test('a time survives the way into the input and back, to the minute', () => {
  const at = new Date(2027, 0, 5, 9, 7)
  expect(localMinute(at)).toBe('2027-01-05T09:07')
  expect(readLocalMinute(localMinute(at))).toEqual({ kind: 'once', at })
})

test.each(['', '2027-01-05', 'tomorrow', '2027-13-05T09:07'])('%j is no time', (text) => {
  expect(readLocalMinute(text)).toBeNull()
})

test('in the night in which the clocks go forward, the hour that is left out is not taken for another one', () => {
  expect(readLocalMinute('2027-03-28T02:30')).toEqual({ kind: 'skipped', instead: new Date('2027-03-28T01:30:00Z') })
  expect(readLocalMinute('2027-03-28T01:59')).toMatchObject({ kind: 'once' })
  expect(readLocalMinute('2027-03-28T03:00')).toMatchObject({ kind: 'once' })
})

test('in the night in which they go back, an hour comes twice, and both times are known', () => {
  const at = [new Date('2027-10-31T00:30:00Z'), new Date('2027-10-31T01:30:00Z')]
  expect(readLocalMinute('2027-10-31T02:30')).toEqual({ kind: 'twice', at })
  expect(readLocalMinute('2027-10-31T01:30')).toMatchObject({ kind: 'once' })
  expect(readLocalMinute('2027-10-31T03:00')).toMatchObject({ kind: 'once' })
})

test('half an hour counts as well', () => {
  vi.stubEnv('TZ', 'Australia/Lord_Howe')
  expect(readLocalMinute('2027-10-03T02:15')).toMatchObject({ kind: 'skipped' })
  expect(readLocalMinute('2027-04-04T01:45')).toMatchObject({ kind: 'twice' })
})
