import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { takeSecret } from './move-secret.ts'
import { readCompose } from './read-compose.ts'
import type { SecretPlace } from './remark.ts'

const placeOf = (text: string, name: string): SecretPlace =>
  readCompose(text, { names: null }).remarks.find(({ secret }) => secret?.name === name)?.secret ?? {
    name,
    from: text.indexOf(name) + name.length + 2,
  }
const take = (text: string, name: string, options: Partial<Parameters<typeof takeSecret>[2]> = {}) =>
  takeSecret(text, placeOf(text, name), { current: null, ...options })
const web = (lines: string) => `services:\n  web:\n    image: nginx:1.27\n    environment:\n${lines}`

test('the value moves out, and everything around it stays as it was', () => {
  const text =
    '# kept\r\nservices:\r\n  db:\r\n    image: postgres:17 # kept too\r\n    environment:\r\n      DB_PASSWORD: "s3cret: value" # why\r\n      MODE: a\r\n'
  expect(take(text, 'DB_PASSWORD')).toEqual({
    moved: true,
    name: 'DB_PASSWORD',
    text: text.replace('"s3cret: value"', '"${DB_PASSWORD}"'),
    value: 's3cret: value',
  })
})

test('the list form keeps its name', () => {
  const text = web('      - DB_PASSWORD=abc=def12\n      - MODE=a\n')
  expect(take(text, 'DB_PASSWORD')).toEqual({
    moved: true,
    name: 'DB_PASSWORD',
    text: text.replace('DB_PASSWORD=abc=def12', '"DB_PASSWORD=${DB_PASSWORD}"'),
    value: 'abc=def12',
  })
})

describe('the value is what Docker reads, to the last digit', () => {
  const hex = `0xac09${'74be'.repeat(15)}`
  test.each([
    [hex, hex],
    ['98765432109876543', '98765432109876543'],
    ['12e345678', '12e345678'],
    ['1234567890123456789012345', '1.2345678901234568e+24'],
    ['0x1F2E3D4C', '523124044'],
    ['0123456701', '21913025'],
    ['"0123456701"', '0123456701'],
    ["'it''s a $$ sign'", "it's a $ sign"],
    ['"tab\\there"', 'tab\there'],
    ['plain with spaces', 'plain with spaces'],
    ['!!str 12345678', '12345678'],
    ['&anchor s3cret-value', 's3cret-value'],
    ['|\n        line one\n        line two', 'line one\nline two\n'],
    ['|-\n        line one\n        line two', 'line one\nline two'],
    ['>\n        folded\n        text', 'folded text\n'],
    ['folded\n        plain', 'folded plain'],
  ])('%s', (typed, value) => {
    const text = web(`      API_SECRET: ${typed}\n      NEXT: "1"\n`)
    const result = take(text, 'API_SECRET')
    expect(result).toMatchObject({ moved: true, value })
    expect(parse((result as { text: string }).text)['services'].web.environment).toEqual({ API_SECRET: '${API_SECRET}', NEXT: '1' })
  })
})

test('what is merged in moves where it was typed, for everyone who shares it', () => {
  const text =
    'x-env: &env\n  DB_PASSWORD: s3cret-value\nservices:\n  a: {image: a:1, environment: {<<: *env}}\n  b: {image: b:1, environment: *env}\n'
  expect(take(text, 'DB_PASSWORD')).toMatchObject({ moved: true, text: text.replace('s3cret-value', '"${DB_PASSWORD}"') })
})

describe('what would change something else is not moved', () => {
  test.each([
    ['the same name elsewhere in the file', web('      DB_PASSWORD: s3cret-value\n      URL: "x${DB_PASSWORD}"\n'), {}, 'taken'],
    [
      'the same name handed on elsewhere',
      `${web('      DB_PASSWORD: s3cret-value\n')}  b: {image: b:1, environment: [DB_PASSWORD]}\n`,
      {},
      'taken',
    ],
    ['another value in the environment', web('      DB_PASSWORD: s3cret-value\n'), { current: 'other' }, 'taken'],
    ['a value that cannot be read back', web('      DB_PASSWORD: s3cret-value\n'), { current: undefined }, 'taken'],
    ['a name that no variable can have', web('      db.PASSWORD: s3cret-value\n'), {}, 'name'],
    ['a value that refers to another', web('      DB_PASSWORD: s3cret-${OTHER}\n'), {}, 'refers'],
    ['a value that is gone', web('      MODE: a\n'), {}, 'gone'],
  ])('%s', (_what, text, options, because) => {
    const name = text.includes('db.PASSWORD') ? 'db.PASSWORD' : 'DB_PASSWORD'
    expect(take(text, name, options)).toEqual({ moved: false, because })
  })

  test('under a name of its own it moves, and the program still reads the old one', () => {
    const text = web('      db.PASSWORD: s3cret-value\n      URL: "x${DB_PASSWORD}"\n')
    expect(take(text, 'db.PASSWORD', { as: 'OWN' })).toMatchObject({
      moved: true,
      name: 'OWN',
      text: text.replace('s3cret-value', '"${OWN}"'),
    })
  })

  test('the same value a second time is no other one', () => {
    const text = web('      DB_PASSWORD: "${DB_PASSWORD}"\n') + '  b: {image: b:1, environment: {DB_PASSWORD: s3cret-value}}\n'
    expect(take(text, 'DB_PASSWORD', { current: 's3cret-value' })).toMatchObject({ moved: true })
  })

  test('asked for, it takes the place of the other value', () => {
    expect(take(web('      DB_PASSWORD: s3cret-value\n'), 'DB_PASSWORD', { current: 'other', replaces: true })).toMatchObject({
      moved: true,
    })
  })
})

test('whatever the value is and however it is written, it arrives whole and nothing else changes', { timeout: 60_000 }, () => {
  const style = fc.constantFrom(
    'PLAIN' as const,
    'QUOTE_DOUBLE' as const,
    'QUOTE_SINGLE' as const,
    'BLOCK_LITERAL' as const,
    'BLOCK_FOLDED' as const,
  )
  const value = fc
    .string({ minLength: 8, unit: fc.constantFrom(...'ab1 :#-"\'\\\n{}[]&*!|>%@`,?=~é€x') })
    .filter((text) => text.trim() !== '')
  fc.assert(
    fc.property(value, style, fc.boolean(), (typed, defaultStringType, isList) => {
      const environment = isList ? [`API_KEY=${typed}`, 'OTHER=1'] : { API_KEY: typed, OTHER: '1' }
      const text = stringify(
        { services: { db: { image: 'a:1', environment } } },
        { defaultStringType, defaultKeyType: 'PLAIN', version: '1.1' },
      )
      const place = placeOf(text, 'API_KEY')
      fc.pre(readCompose(text, { names: null }).remarks.some(({ secret }) => secret))
      const result = takeSecret(text, place, { current: null })
      expect(result).toMatchObject({ moved: true, value: typed })
      const after = isList ? ['API_KEY=${API_KEY}', 'OTHER=1'] : { API_KEY: '${API_KEY}', OTHER: '1' }
      expect(parse((result as { text: string }).text)).toEqual({ services: { db: { image: 'a:1', environment: after } } })
    }),
    { numRuns: 200 },
  )
})
