import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashText } from '@/domain/compose-hash.ts'
import { mostPackedCharacters, packChange, packedPattern, unpackChange } from './packed-change.ts'

test('a small change comes out as it went in, and only for the hash that it leads to', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), async (before, after) => {
      const packed = await packChange({ before, after })
      if (packed === null) throw new Error('it is small')
      expect(packed).toMatch(packedPattern)
      const composeHash = await hashText(after)
      expect(await unpackChange(packed, composeHash)).toEqual({ change: { before, after }, beforeHash: await hashText(before) })
      expect(await unpackChange(packed, await hashText(`${after} `))).toEqual({ problem: 'other-hash' })
    }),
    { numRuns: 100 },
  )
})

test('a manifest of ordinary size fits, since most of it is there twice', async () => {
  const lines = Array.from({ length: 120 }, (_, at) => `  service-${at}:\n    image: registry.example/app-${at * 7919}:1.${at}`)
  const before = JSON.stringify({ docker_compose_file: `services:\n${lines.join('\n')}\n`, allowed_envs: ['A', 'B'] })
  const packed = await packChange({ before, after: before.replace('1.7', '1.8') })
  expect(packed?.length).toBeLessThan(3_000)
})

test('what is too large for a link is not packed', async () => {
  const noise = Array.from({ length: 8_000 }, (_, at) => ((at * 2_654_435_761) % 4_294_967_296).toString(36)).join('')
  expect(await packChange({ before: '', after: noise })).toBeNull()
  expect(await packChange({ before: '', after: 'x'.repeat(2 * 1024 * 1024) })).toBeNull()
})

test('what claims to be small and grows without end is given up, and so is anything else', async () => {
  const composeHash = await hashText('')
  const bomb = deflateRawSync(Buffer.alloc(4 * 1024 * 1024, ' ')).toString('base64url')
  expect(bomb.length).toBeLessThan(mostPackedCharacters)
  for (const text of [bomb, '', 'x', 'A'.repeat(mostPackedCharacters + 1), '!', deflateRawSync('[]').toString('base64url')])
    expect(await unpackChange(text, composeHash), text.slice(0, 20)).toEqual({ problem: 'unknown-file' })
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[A-Za-z0-9_-]{1,80}$/), async (text) => {
      expect(await unpackChange(text, composeHash)).toEqual({ problem: 'unknown-file' })
    }),
    { numRuns: 100 },
  )
})
