import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { abbreviate, appContractOf, parseAppId, parseHash32, sameAddress, sameUuid, searchedText, toBytes32 } from './identifiers.ts'

const hexText = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789abcdefABCDEF'), { minLength: length, maxLength: length }).map((chars) => chars.join(''))

describe('a hash is 32 bytes or an error', () => {
  test('any 64 hex characters are read, with or without 0x, in lower case', () => {
    fc.assert(
      fc.property(hexText(64), fc.boolean(), (text, prefixed) => {
        expect(parseHash32(prefixed ? `0x${text}` : text)).toBe(text.toLowerCase())
        expect(toBytes32(parseHash32(text)!)).toBe(`0x${text.toLowerCase()}`)
      }),
    )
  })

  test('no other length is padded or trimmed into one', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 0, max: 130 })
          .filter((length) => length !== 64)
          .chain(hexText),
        (text) => {
          expect(parseHash32(text)).toBeNull()
        },
      ),
    )
  })

  test.each([null, undefined, 7, {}, '0xError calculating hash', 'g'.repeat(64), ` ${'a'.repeat(64)}`])('%o is not a hash', (value) => {
    expect(parseHash32(value)).toBeNull()
  })
})

describe('the app contract is 0x + app id', () => {
  test('both forms of an app id lead to the same contract', () => {
    const id = 'AbCdEf0123456789aBcDeF0123456789abcdef01'
    expect(appContractOf(id)).toBe(`0x${id.toLowerCase()}`)
    expect(appContractOf(`0x${id}`)).toBe(`0x${id.toLowerCase()}`)
    expect(sameAddress(id, `0x${id.toLowerCase()}`)).toBe(true)
  })

  test('anything that is not 20 bytes leads to none, and is the same as nothing', () => {
    for (const value of ['', '0x', 'a'.repeat(39), 'a'.repeat(64), null, 12]) {
      expect(appContractOf(value)).toBeNull()
      expect(parseAppId(value)).toBeNull()
      expect(sameAddress(value, value)).toBe(false)
    }
  })
})

test('a shortened id keeps its first and last characters, and a short one stays whole', () => {
  expect(abbreviate('0123456789abcdef0123456789abcdef')).toBe('01234567…89abcdef')
  expect(abbreviate('short')).toBe('short')
})

test.each([
  ['  API-Prod ', 'api-prod'],
  ['0X3F91AA00', '3f91aa00'],
  ['app_3f91aa00', '3f91aa00'],
  ['instance_7a12aa00', '7a12aa00'],
  ['app_server', 'app_server'],
  ['0x3f', '0x3f'],
])('%j is searched for as %j', (typed, text) => {
  expect(searchedText(typed)).toBe(text)
})

test('a UUID is the same with dashes or without, in either case, and one that is not reported equals nothing', () => {
  const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e'
  expect(sameUuid(uuid, uuid.replaceAll('-', '').toUpperCase())).toBe(true)
  expect(sameUuid(uuid, uuid.replace('0f', '1f'))).toBe(false)
  for (const absent of [null, undefined, '']) expect(sameUuid(absent, absent)).toBe(false)
  expect(sameUuid(uuid, null)).toBe(false)
})
