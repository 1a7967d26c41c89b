import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { hashText } from '@/domain/compose-hash.ts'
import { readChangeFile, writeChangeFile } from './change-file.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

test('a change is read as it was written, and only for the hash that it leads to', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), async (before, after) => {
      const composeHash = await hashText(after)
      const file = writeChangeFile({ before, after })
      expect(await readChangeFile(file, composeHash)).toEqual({ change: { before, after }, beforeHash: await hashText(before) })
      expect(await readChangeFile(file, await hashText(`${after} `))).toEqual({ problem: 'other-hash' })
    }),
  )
})

test('a forged new version fails, whatever else the file says', async () => {
  const composeHash = await hashText('{"docker_compose_file":"evil"}')
  const forged = writeChangeFile({ before: '{}', after: '{"docker_compose_file":"harmless"}' })
  expect(await readChangeFile(forged, composeHash)).toEqual({ problem: 'other-hash' })
})

test('where no hash can be computed, a change is neither believed nor called forged', async () => {
  const composeHash = await hashText('{}')
  // Of a page that came over plain http.
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
  expect(await readChangeFile(writeChangeFile({ before: '', after: '{}' }), composeHash)).toEqual({ problem: 'cannot-check' })
  expect(await readChangeFile('[]', composeHash)).toEqual({ problem: 'unknown-file' })
})

test.each(['', '[]', '{}', 'hello', '{"kind":"cvm-console/change","version":2,"before":"","after":""}'])(
  '%s is no change',
  async (text) => {
    expect(await readChangeFile(text, await hashText(''))).toEqual({ problem: 'unknown-file' })
  },
)
