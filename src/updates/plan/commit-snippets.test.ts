// @vitest-environment node
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { parseHash32 } from '@/domain/identifiers.ts'
import { commitSnippets } from './commit-snippets.ts'

const hash = parseHash32('ab'.repeat(32))!
const snippets = commitSnippets('cvm_1', hash)

/** The body that a shell hands on. */
function bodyOf(script: string, flag: string, env: Record<string, string>): unknown {
  const command = script.replace(/^(curl|phala)\b/, 'show')
  const out = execFileSync('sh', ['-c', `show() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`], {
    env,
    encoding: 'utf8',
  })
  const words = out.split('\0')
  return JSON.parse(words[words.indexOf(flag) + 1]!)
}

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
