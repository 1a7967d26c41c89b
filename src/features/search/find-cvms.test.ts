import { someHash } from '@/domain/testing/hashes.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cvm } from '@/domain/cvm.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { findCvms, piecesOf, rankOfName, ranks } from './find-cvms.ts'

const named = (...names: string[]) => names.map((name, at) => sampleCvm({ name, id: `cvm_${at}`, appId: null, instanceId: null }))
const found = (cvms: Cvm[], typed: string) => findCvms(cvms, typed, 50).matches.map(({ cvm }) => cvm.name)

describe('names', () => {
  test.each([
    ['api', 'api', 'whole'],
    ['api-prod', 'api', 'start'],
    ['my-api', 'api', 'wordStart'],
    ['papi-api', 'api', 'wordStart'],
    ['papi', 'api', 'within'],
    ['api-eu-prod', 'prod api', 'everyWord'],
    ['api-eu-prod', 'api staging', null],
    ['worker', 'api', null],
  ] as const)('%s is found by %j as %s', (name, typed, rank) => {
    expect(rankOfName(name, typed)).toBe(rank === null ? null : ranks[rank])
  })

  test('the better a name matches, the earlier it comes; of equals the shorter, and then by letter', () => {
    expect(found(named('papi', 'node-api-10', 'api-b', 'node-api-9', 'api-a', 'api', 'apis'), 'api')).toEqual([
      'api',
      'apis',
      'api-a',
      'api-b',
      'node-api-9',
      'node-api-10',
      'papi',
    ])
  })

  test('neither case nor blanks around it matter, and a blank alone finds nothing', () => {
    expect(found(named('Storefront-API'), '  storefront-Api ')).toEqual(['Storefront-API'])
    expect(findCvms(named('a b'), '  ', 50)).toEqual({ matches: [], total: 0 })
  })
})

describe('ids', () => {
  const app = '3f91aa00000000000000000000000000000005ff'
  const hash = someHash('9745d51a'.padEnd(64, 'c'))
  const cvm = sampleCvm({ appId: app, composeHash: hash, vmUuid: '6f1c2d3e4a5b6c7d8e9fa0b1c2d3e4f5' })

  test.each([
    ['the CVM id', 'cvm_a1', 'CVM'],
    ['the app id', app, 'app'],
    ['the app id as a contract', `0x${app.toUpperCase()}`, 'app'],
    ['the app id as the command line has it', `app_${app}`, 'app'],
    ['the instance ID', 'instance_7a12aa00000000000000000000000000000005ff', 'instance'],
    ['a UUID that was written with dashes', '6f1c2d3e-4a5b-6c7d-8e9f-a0b1c2d3e4f5', 'VM'],
    ['the hash as the chain has it', `0x${hash}`, 'compose hash'],
  ])('%s is found whole, whatever it was pasted with', (_what, typed, kind) => {
    const [match] = findCvms([cvm], typed, 50).matches
    expect(match).toMatchObject({ rank: ranks.whole, id: { kind } })
  })

  test('four characters of an id are needed: fewer are in nearly every id', () => {
    expect(findCvms([cvm], '3f9', 50).total).toBe(0)
    expect(findCvms([cvm], '3f91', 50).matches[0]?.rank).toBe(ranks.idStart)
    expect(findCvms([cvm], '05ff', 50).matches[0]?.rank).toBe(ranks.idWithin)
  })

  test('an id that was given whole comes before a name that holds it', () => {
    const namesake = sampleCvm({ id: 'cvm_b2', name: `copy-of-${app}`, appId: null, instanceId: null })
    expect(findCvms([namesake, cvm], app, 50).matches.map((match) => match.cvm.id)).toEqual(['cvm_a1', 'cvm_b2'])
  })

  test('all CVMs of an app are found by it', () => {
    expect(findCvms([cvm, sampleCvm({ id: 'cvm_b2', appId: app })], `0x${app}`, 50).total).toBe(2)
  })
})

describe('whatever the fleet', () => {
  const hex = (length: number) =>
    fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length }).map((chars) => chars.join(''))
  const cvms = fc.array(
    fc
      .record({ name: fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9-]{0,20}$/), appId: hex(40), instanceId: fc.option(hex(40)), vmUuid: hex(32) })
      .map(sampleCvm),
    { minLength: 1, maxLength: 30 },
  )

  test('every part of a name finds it, and every id that is pasted whole finds its CVM first', () => {
    fc.assert(
      fc.property(cvms, fc.nat(), fc.nat(), fc.nat(), fc.constantFrom('0x', '0X', 'app_', ''), (fleet, which, start, length, prefix) => {
        const cvm = fleet[which % fleet.length]!
        const from = start % cvm.name.length
        const part = cvm.name.slice(from, from + 1 + (length % cvm.name.length))
        expect(findCvms(fleet, part, 50).matches.map((match) => match.cvm)).toContain(cvm)
        expect(findCvms(fleet, prefix + cvm.appId!, 50).matches[0]?.cvm.appId).toBe(cvm.appId)
      }),
    )
  })

  test('the listed ones are the best of all, and all are counted', () => {
    fc.assert(
      fc.property(cvms, fc.constantFrom('a', 'e1', 'b c', '0a1b', '-'), fc.integer({ min: 1, max: 40 }), (fleet, typed, most) => {
        const all = findCvms(fleet, typed, Infinity)
        expect(findCvms(fleet, typed, most)).toEqual({ matches: all.matches.slice(0, most), total: all.matches.length })
        const order = all.matches.map(({ rank }) => rank)
        expect(order).toEqual(order.toSorted((a, b) => a - b))
      }),
    )
  })

  test('marking a label changes no letter of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (label, typed) => {
        const pieces = piecesOf(label, typed)
        expect(pieces.map(({ text }) => text).join('')).toBe(label)
        expect(pieces.every(({ text }) => text !== '')).toBe(true)
      }),
    )
  })
})

test.each([
  ['storefront-api', 'API', 'storefront-[api]'],
  ['api-eu-prod', 'prod api', '[api]-eu-[prod]'],
  ['storefront', 'front store', '[store][front]'],
  ['abab', 'aba bab', '[aba][b]'],
  ['worker', 'api', 'worker'],
  ['İstanbul', 'stan', 'İstanbul'], // its lower case is longer
])('in %s the search for %j marks %s', (label, typed, marked) => {
  expect(
    piecesOf(label, typed)
      .map(({ text, isFound }) => (isFound ? `[${text}]` : text))
      .join(''),
  ).toBe(marked)
})
