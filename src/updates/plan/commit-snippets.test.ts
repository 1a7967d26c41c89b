// @vitest-environment node
import { expect, test } from 'vitest'
import { wordsAfter } from '@/api/snippets/testing/shell-words.ts'
import { parseHash32 } from '@/domain/identifiers.ts'
import { commitSnippets } from './commit-snippets.ts'

const hash = parseHash32('ab'.repeat(32))!
const snippets = commitSnippets('cvm_1', hash)

/** The body that a shell hands on. */
const bodyOf = (script: string, flag: string, env: Record<string, string>): unknown => JSON.parse(wordsAfter(flag, script, env)[0]!)

test.each([
  ['cURL', snippets.curl, '--data-raw'],
  ['CLI', snippets.cli, '-d'],
])('%s: the shell fills in the token, and the transaction where it is known', (_, script, flag) => {
  const env = { COMMIT_TOKEN: 'a-token' }
  expect(bodyOf(script, flag, env)).toEqual({ token: 'a-token', compose_hash: hash, transaction_hash: 'already-registered' })
  const transaction_hash = `0x${'cd'.repeat(32)}`
  expect(bodyOf(script, flag, { ...env, TRANSACTION_HASH: transaction_hash })).toMatchObject({ transaction_hash })
})

test('the SDK reads both from the environment too', () => {
  expect(snippets.sdk).toContain('"token": process.env.COMMIT_TOKEN,')
  expect(snippets.sdk).toContain("process.env.TRANSACTION_HASH ?? 'already-registered'")
})

test('it needs no key: the token is the credential', () => {
  expect(snippets.curl).not.toContain('API-Key')
})
