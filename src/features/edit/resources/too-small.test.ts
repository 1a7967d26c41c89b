import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inUseWords, tooSmall } from './too-small.ts'

const gib = 1024 ** 3
const usage = { cpus: 2, uptimeSeconds: 9, memory: { used: 6 * gib, total: 8 * gib }, load: [1, 2, 3] as const }
const now = { ...usage, disks: [{ name: '/', used: 20 * gib, total: 40 * gib }] }

test.each<[string, Parameters<typeof tooSmall>[0], RegExp[]]>([
  ['room for everything', { memoryGb: 8, diskGb: 40, vcpu: 4 }, []],
  [
    'less memory than is in use',
    { memoryGb: 4, diskGb: 40, vcpu: 4 },
    [/^More memory is in use now \(6 GB\) than there would be \(4 GB\)/],
  ],
  ['hardly more than is in use', { memoryGb: 6.5, diskGb: 40, vcpu: 4 }, [/^Nearly all of the memory/]],
  ['a small disk', { memoryGb: 8, diskGb: 10, vcpu: 4 }, [/^More disk is in use now \(20 GB\)/]],
  ['fewer processors than are wanted', { memoryGb: 8, diskGb: 40, vcpu: 2 }, [/3 processes wanted to run/]],
  ['an emptied field', { memoryGb: null, diskGb: Number.NaN, vcpu: Number.NaN }, []],
])('of %s is said what there is to say', (_, sizes, words) => {
  const said = tooSmall(sizes, now)
  expect(said).toHaveLength(words.length)
  for (const [at, pattern] of words.entries()) expect(said[at]).toMatch(pattern)
})

test('what was not reported warns of nothing', () => {
  const unknown = { cpus: null, uptimeSeconds: null, memory: { used: null, total: null }, load: [null, null, null] as const, disks: null }
  expect(tooSmall({ memoryGb: 1, diskGb: 1, vcpu: 1 }, unknown)).toEqual([])
  expect(inUseWords(unknown)).toBeNull()
  expect(tooSmall({ memoryGb: 8, diskGb: 1, vcpu: 8 }, { ...now, disks: [{ name: '/', used: null, total: null }] })).toEqual([])
})

test('a size that is enough never warns, and a smaller one never warns less', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 64 }), (one, other) => {
      const warnings = (memoryGb: number) => tooSmall({ memoryGb, diskGb: null, vcpu: null }, now).length
      expect(warnings(Math.min(one, other))).toBeGreaterThanOrEqual(warnings(Math.max(one, other)))
    }),
  )
})
