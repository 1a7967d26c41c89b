import { expect, test } from 'vitest'
import { isolated } from './isolated.ts'

test('an ordinary name stays as it is', () => {
  expect(isolated('storefront-api')).toBe('storefront-api')
})

test.each(['api\u202egpj.exe', 'שרת', 'api\u2069\u202ex'])('%j turns nothing round beside it', (name) => {
  const shown = isolated(name)
  expect(shown.startsWith('\u2068') && shown.endsWith('\u2069')).toBe(true)
  // Nothing within ends the isolation early.
  expect(shown.slice(1, -1)).not.toMatch(/[\u2066-\u2069]/)
})
