// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import { wordsAfter } from '@/api/snippets/testing/shell-words.ts'
import { requestSnippets } from './request-snippets.ts'

const compose = fc.record({ docker_compose_file: fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')) })

test('the shell hands on exactly the body that the console sends, whatever stands in it', () => {
  fc.assert(
    fc.property(compose, (body) => {
      const { curl, cli } = requestSnippets({ cvmId: 'cvm_1', body })
      expect(JSON.parse(wordsAfter('--data-raw', curl)[0]!)).toEqual(body)
      expect(JSON.parse(wordsAfter('-d', cli)[0]!)).toEqual(body)
    }),
    { numRuns: 25 },
  )
  const nasty = { docker_compose_file: `it's "quoted" $HOME \`id\` \\ $(id)\n\t'` }
  expect(JSON.parse(wordsAfter('--data-raw', requestSnippets({ cvmId: 'c', body: nasty }).curl)[0]!)).toEqual(nasty)
})

test('encrypted values are a variable in every form, and the shell fills it in', () => {
  const snippets = requestSnippets({ cvmId: 'cvm_1', body: { encrypted_env: 'c0ffee'.repeat(40), allowed_envs: ['A'] } })
  for (const text of Object.values(snippets)) expect(text).not.toContain('c0ffee')
  const sent = wordsAfter('--data-raw', snippets.curl, { ENCRYPTED_ENV: 'abcd' })[0]!
  expect(JSON.parse(sent)).toEqual({ encrypted_env: 'abcd', allowed_envs: ['A'] })
  expect(snippets.sdk).toContain('"encrypted_env": process.env.ENCRYPTED_ENV')
})

test('a confirmation has an empty body and the two headers', () => {
  const headers = { 'X-Compose-Hash': 'ab'.repeat(32), 'X-Transaction-Hash': `0x${'cd'.repeat(32)}` }
  const { curl, sdk } = requestSnippets({ cvmId: 'cvm_1', body: {}, headers })
  expect(wordsAfter('--data-raw', curl)).toEqual(['{}'])
  expect(wordsAfter('-H', curl)).toContain(`X-Transaction-Hash: 0x${'cd'.repeat(32)}`)
  expect(sdk).toContain('confirmCvmPatch')
})

test('the key comes from the environment and is never written out', () => {
  const { curl } = requestSnippets({ cvmId: 'cvm_1', body: { vcpu: 4 } })
  expect(curl).not.toContain('key-from-env')
  expect(wordsAfter('-H', curl)).toContain('X-API-Key: key-from-env')
})

describe('the SDK', () => {
  const hex = 'c0ffee'.repeat(40)
  test.each<[string, UpdateCvmRequest, Record<string, unknown>]>([
    ['updateCvmResources', { vcpu: 4 }, { vcpu: 4 }],
    ['updateCvmResources', { memory: 8192, disk_size: 60 }, { memory: 8192, disk_size: 60 }],
    ['updateOsImage', { image: 'dstack-0.5.5' }, { os_image_name: 'dstack-0.5.5' }],
    ['updateDockerCompose', { docker_compose_file: 'services: {}' }, { docker_compose_file: 'services: {}' }],
    ['updatePreLaunchScript', { pre_launch_script: 'true' }, { pre_launch_script: 'true' }],
    ['updateCvmVisibility', { public_logs: true, public_sysinfo: false }, { public_logs: true, public_sysinfo: false }],
    ['patchCvm', { public_logs: true }, { public_logs: true }],
    ['patchCvm', { pre_launch_script: '' }, { pre_launch_script: '' }],
    ['patchCvm', { vcpu: 4, image: 'dstack-0.5.5' }, { vcpu: 4, image: 'dstack-0.5.5' }],
    ['patchCvm', { vcpu: 4, allow_force_stop: true }, { vcpu: 4, allow_force_stop: true }],
  ])('has %s for %j', (name, body, input) => {
    const { sdk } = requestSnippets({ cvmId: 'cvm_1', body })
    expect(sdk).toContain(`import { createClient, ${name} } from`)
    expect(inputOf(sdk)).toEqual({ id: 'cvm_1', ...input })
  })

  test('names the variables as that method does, and keeps the values out', () => {
    const { sdk } = requestSnippets({ cvmId: 'cvm_1', body: { encrypted_env: hex, allowed_envs: ['A'] } })
    expect(sdk).toContain('updateCvmEnvs(')
    expect(sdk).toContain('"env_keys": [')
    expect(sdk).toContain('"encrypted_env": process.env.ENCRYPTED_ENV')
    expect(sdk).not.toContain('c0ffee')
  })

  test('waits for an approval where the method for visibility could not', () => {
    const body = { public_logs: true, public_sysinfo: false }
    expect(requestSnippets({ cvmId: 'cvm_1', body, isGoverned: true }).sdk).toContain('patchCvm(')
  })
})

/** What the call is given. */
const inputOf = (sdk: string): unknown => JSON.parse(sdk.slice(sdk.indexOf('), {') + 3, sdk.lastIndexOf('})') + 1))
