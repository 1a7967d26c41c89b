import { expect, test } from 'vitest'
import { parseEnvText } from './env-text.ts'
import { readCompose } from './read-compose.ts'
import { nastyTexts } from './testing/nasty-texts.ts'

// How long they take is shown by `npm run bench`; here it is their bounds.
const { compose, env } = nastyTexts(24 * 1024)

test.each(Object.entries(compose))('%s: read to an end, with no more remarks than anybody reads', { timeout: 60_000 }, (_what, text) => {
  const { remarks } = readCompose(text, { names: ['A', 'B'], script: 'export C=1' })
  expect(remarks.length).toBeLessThanOrEqual(202)
  expect(remarks.filter(({ rule }) => rule === 'unread')).toEqual([])
})

test.each(Object.entries(env))('%s: read to an end', { timeout: 60_000 }, (_what, text) => {
  const { entries, remarks } = parseEnvText(text)
  expect(entries.length).toBeLessThanOrEqual(2000)
  expect(remarks.length).toBeLessThanOrEqual(150)
})
