import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { lintCompose } from './compose-lint.ts'
import { takeSecret } from './compose-secret.ts'

const asMap =
  '# kept\r\nservices:\r\n  db:\r\n    image: postgres:17 # kept too\r\n    environment:\r\n      DB_PASSWORD: "s3cret: value"\r\n      MODE: a\r\n'

test('the value moves out, and everything around it stays as it was', () => {
  expect(takeSecret(asMap, { service: 'db', name: 'DB_PASSWORD' })).toEqual({
    text: asMap.replace('"s3cret: value"', '"${DB_PASSWORD}"'),
    value: 's3cret: value',
  })
})

test('the list form keeps its name', () => {
  const asList = 'services:\n  db:\n    image: a:1\n    environment:\n      - DB_PASSWORD=abc=def\n      - MODE=a\n'
  expect(takeSecret(asList, { service: 'db', name: 'DB_PASSWORD' })).toEqual({
    text: asList.replace('DB_PASSWORD=abc=def', '"DB_PASSWORD=${DB_PASSWORD}"'),
    value: 'abc=def',
  })
})

test('whatever the value is, it arrives whole and the file then refers to it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (value) => {
      const text = stringify({ services: { db: { image: 'a:1', environment: { API_KEY: value, OTHER: '1' } } } })
      const taken = takeSecret(text, { service: 'db', name: 'API_KEY' })
      expect(taken?.value).toBe(value)
      expect(parse(taken!.text)).toEqual({ services: { db: { image: 'a:1', environment: { API_KEY: '${API_KEY}', OTHER: '1' } } } })
      expect(lintCompose(taken!.text)).toEqual([])
    }),
  )
})

test('a value that is gone meanwhile moves nothing', () => {
  expect(takeSecret('services:\n  db: {image: a:1}\n', { service: 'db', name: 'DB_PASSWORD' })).toBeNull()
  expect(takeSecret('', { service: 'db', name: 'DB_PASSWORD' })).toBeNull()
})
