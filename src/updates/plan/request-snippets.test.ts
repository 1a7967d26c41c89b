// @vitest-environment node
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { requestSnippets } from './request-snippets.ts'

/** What a POSIX shell makes of the words after `flag`. */
function argumentsAfter(flag: string, script: string, env: Record<string, string> = {}): string[] {
  const command = script.replace(/^(curl|phala)\b/, 'show')
  const out = execFileSync('sh', ['-c', `show() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`], {
    env: { PHALA_CLOUD_API_KEY: 'key-from-env', ...env },
    encoding: 'utf8',
  })
  const words = out.split('\0')
  return words.flatMap((word, index) => (word === flag ? [words[index + 1]!] : []))
}

const compose = fc.record({ docker_compose_file: fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')) })

test('the shell hands on exactly the body that the console sends, whatever stands in it', () => {
  fc.assert(
    fc.property(compose, (body) => {
      const { curl, cli } = requestSnippets({ cvmId: 'cvm_1', body })
      expect(JSON.parse(argumentsAfter('--data-raw', curl)[0]!)).toEqual(body)
      expect(JSON.parse(argumentsAfter('-d', cli)[0]!)).toEqual(body)
    }),
    { numRuns: 25 },
  )
  const nasty = { docker_compose_file: `it's "quoted" $HOME \`id\` \\ $(id)\n\t'` }
  expect(JSON.parse(argumentsAfter('--data-raw', requestSnippets({ cvmId: 'c', body: nasty }).curl)[0]!)).toEqual(nasty)
})

test('encrypted values are a variable in every form, and the shell fills it in', () => {
  const snippets = requestSnippets({ cvmId: 'cvm_1', body: { encrypted_env: 'c0ffee'.repeat(40), allowed_envs: ['A'] } })
  for (const text of Object.values(snippets)) expect(text).not.toContain('c0ffee')
  const sent = argumentsAfter('--data-raw', snippets.curl, { ENCRYPTED_ENV: 'abcd' })[0]!
  expect(JSON.parse(sent)).toEqual({ encrypted_env: 'abcd', allowed_envs: ['A'] })
  expect(snippets.sdk).toContain('"encrypted_env": process.env.ENCRYPTED_ENV')
})

test('a confirmation has an empty body and the two headers', () => {
  const headers = { 'X-Compose-Hash': 'ab'.repeat(32), 'X-Transaction-Hash': `0x${'cd'.repeat(32)}` }
  const { curl, sdk } = requestSnippets({ cvmId: 'cvm_1', body: {}, headers })
  expect(argumentsAfter('--data-raw', curl)).toEqual(['{}'])
  expect(argumentsAfter('-H', curl)).toContain(`X-Transaction-Hash: 0x${'cd'.repeat(32)}`)
  expect(sdk).toContain('confirmCvmPatch')
})

test('the key comes from the environment and is never written out', () => {
  const { curl } = requestSnippets({ cvmId: 'cvm_1', body: { vcpu: 4 } })
  expect(curl).not.toContain('key-from-env')
  expect(argumentsAfter('-H', curl)).toContain('X-API-Key: key-from-env')
})
