import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { formatExactTime } from './durations.ts'

afterEach(() => void vi.unstubAllEnvs())

test.each([
  ['UTC', '2025-11-21T07:14:03Z', '21 Nov 2025, 07:14:03 UTC'],
  ['Europe/Berlin', '2025-11-21T07:14:03Z', '21 Nov 2025, 08:14:03 UTC+1'],
  ['Europe/Berlin', '2025-09-05T22:59:59Z', '6 Sep 2025, 00:59:59 UTC+2'],
  ['Asia/Kolkata', '2025-12-31T20:00:00Z', '1 Jan 2026, 01:30:00 UTC+5:30'],
  ['America/St_Johns', '2026-01-05T09:07:00Z', '5 Jan 2026, 05:37:00 UTC-3:30'],
])('in %s, %s is “%s”', (zone, at, text) => {
  vi.stubEnv('TZ', zone)
  expect(formatExactTime(at)).toBe(text)
})

test('day and time are those that British English writes, wherever and whenever', () => {
  const zones = fc.constantFrom('UTC', 'Europe/London', 'Asia/Kathmandu', 'Pacific/Apia', 'America/Los_Angeles')
  const times = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(zones, times, (zone, at) => {
      vi.stubEnv('TZ', zone)
      const british = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: zone })
      expect(formatExactTime(at).replace(/ UTC.*$/, '')).toBe(british.format(at).replace('Sept', 'Sep'))
    }),
  )
})

test('what is no time is an error and not a text', () => {
  expect(() => formatExactTime('yesterday')).toThrow()
})
