import { expect, test } from 'vitest'
import { webAddress } from './web-address.ts'

test.each(['https://example.org/a?b=c#d', 'HTTPS://EXAMPLE.ORG/'])('%s is followed', (text) => {
  expect(webAddress(text)).toBe(new URL(text).href)
})

test.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'http://example.org/',
  '//example.org/',
  '/cvms',
  'blob:https://example.org/1',
  '',
  null,
  undefined,
])('%s is no link', (text) => {
  expect(webAddress(text)).toBeNull()
})
