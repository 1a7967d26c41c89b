import { expect, test } from 'vitest'
import { readArguments } from './read-arguments.ts'

const upstream = { PHALA_CLOUD_API_PREFIX: 'https://api.example.org/api/v1' }

test('the console runs on an upstream, or on the sandbox where that was asked for', () => {
  expect(readArguments([], upstream)).toEqual({ run: 'live' })
  expect(readArguments(['--sandbox'], {})).toEqual({ run: 'sandbox' })
})

test.each([
  ['neither', [], {}, 'set PHALA_CLOUD_API_PREFIX, or pass --sandbox'],
  ['an empty upstream', [], { PHALA_CLOUD_API_PREFIX: ' ' }, 'set PHALA_CLOUD_API_PREFIX, or pass --sandbox'],
  ['both', ['--sandbox'], upstream, 'one of them has to go'],
  ['a word that it does not know', ['--sandobx'], upstream, 'does not know --sandobx'],
])('with %s it ends with 2 and says what to do', (_what, args, env, words) => {
  expect(readArguments(args, env)).toEqual({ exit: 2, words: expect.stringContaining(words) as string })
})

test('--help says how it is used', () => {
  expect(readArguments(['--help'], {})).toEqual({ exit: 0, words: expect.stringContaining('--sandbox') as string })
})
