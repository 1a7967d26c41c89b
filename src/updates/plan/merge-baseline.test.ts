import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sameValue } from './build-patch.ts'
import { anyBaseline, anyValue, sampleValues } from '@/updates/fields/testing/edit-values.ts'
import { fieldNames } from '@/updates/fields/fields.ts'
import { laterCopy, mergeBaseline } from './merge-baseline.ts'

const loaded = { ...sampleValues, composeYaml: 'a' }

test('a change elsewhere is taken over, mine is kept', () => {
  const merge = mergeBaseline({ loaded, fresh: { ...loaded, diskGb: 80 }, mine: { ...loaded, vcpu: 8 } })
  expect(merge.values).toEqual({ ...loaded, vcpu: 8, diskGb: 80 })
  expect(merge).toMatchObject({ keptMine: ['vcpu'], movedQuietly: ['diskGb'], conflicts: [] })
})

test('the same field changed to something else on both sides is a conflict, and mine stays until decided', () => {
  const merge = mergeBaseline({ loaded, fresh: { ...loaded, composeYaml: 'theirs' }, mine: { ...loaded, composeYaml: 'mine' } })
  expect(merge.conflicts).toEqual([{ field: 'composeYaml', before: 'a', mine: 'mine', theirs: 'theirs' }])
  expect(merge.values.composeYaml).toBe('mine')
})

test('the same change on both sides is no conflict and nothing left to send', () => {
  const merge = mergeBaseline({ loaded, fresh: { ...loaded, vcpu: 8 }, mine: { ...loaded, vcpu: 8 } })
  expect(merge).toMatchObject({ conflicts: [], keptMine: [], movedQuietly: ['vcpu'] })
  expect(merge.values).toEqual(merge.baseline)
})

test('names are merged as a set: both additions stay, both removals are gone, and there is nothing to decide', () => {
  const from = { ...loaded, envNames: ['A', 'B', 'C'] }
  const merge = mergeBaseline({
    loaded: from,
    fresh: { ...from, envNames: ['B', 'C', 'THEIRS'] },
    mine: { ...from, envNames: ['A', 'C', 'MINE'] },
  })
  expect(merge.values.envNames).toEqual(['C', 'THEIRS', 'MINE'])
  expect(merge).toMatchObject({ conflicts: [], keptMine: ['envNames'] })
})

test('a set of names holds what one side added and not what one side removed', () => {
  const names = fc.uniqueArray(fc.constantFrom<string[]>('A', 'B', 'C', 'D', 'E'))
  fc.assert(
    fc.property(names, names, names, (before, fresh, mine) => {
      const from = { ...loaded, envNames: before }
      const merged = mergeBaseline({ loaded: from, fresh: { ...from, envNames: fresh }, mine: { ...from, envNames: mine } }).values
        .envNames!
      for (const name of ['A', 'B', 'C', 'D', 'E']) {
        const expected = before.includes(name) ? fresh.includes(name) && mine.includes(name) : fresh.includes(name) || mine.includes(name)
        expect(merged.includes(name)).toBe(expected)
      }
      expect(new Set(merged).size).toBe(merged.length)
    }),
  )
})

test('no edit is ever lost, and every field is explained', () => {
  // Few values, so that both sides often hit on the same one.
  const values = fc.record({
    ...anyValue,
    vcpu: fc.option(fc.integer({ min: 1, max: 3 })),
    memoryGb: fc.constant(8),
    diskGb: fc.integer({ min: 1, max: 3 }),
    composeYaml: fc.constantFrom('a', 'b', 'c'),
    preLaunchScript: fc.constantFrom('', 'x'),
    userConfig: fc.constantFrom(null, '', 'x'),
  })
  fc.assert(
    fc.property(values, values, values, (before, fresh, mine) => {
      const merge = mergeBaseline({ loaded: before, fresh, mine })
      expect(merge.baseline).toEqual(fresh)
      const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
      // One assertion for all fields: thousands for each of them take a minute on a busy machine.
      const wrong = fieldNames.filter((field) => {
        const edited = !sameValue(mine[field], before[field])
        const isKept = field === 'envNames' || isSame(merge.values[field], edited ? mine[field] : fresh[field])
        const mentions = [
          merge.keptMine.includes(field),
          merge.movedQuietly.includes(field),
          merge.conflicts.some((c) => c.field === field),
        ]
        const differs = edited || !sameValue(fresh[field], before[field])
        return !isKept || mentions.filter(Boolean).length !== (differs ? 1 : 0)
      })
      expect(wrong).toEqual([])
    }),
    { numRuns: 2_000 },
  )
})

test('what a later copy leaves out stays as it is known, and everything else is as it says', () => {
  fc.assert(
    fc.property(anyBaseline, anyBaseline, (known, fresh) => {
      const later = laterCopy(known, fresh)
      for (const field of fieldNames) expect(later[field]).toEqual(fresh[field] ?? known[field])
    }),
  )
})
