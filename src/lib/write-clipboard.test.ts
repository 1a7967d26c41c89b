import { afterEach, expect, test, vi } from 'vitest'
import { writeClipboard } from './write-clipboard.ts'

afterEach(() => vi.unstubAllGlobals())

test.each([
  ['without a clipboard, as over plain http', {}, false],
  ['where it is not permitted', { clipboard: { writeText: () => Promise.reject(new Error('no')) } }, false],
  ['where it is', { clipboard: { writeText: () => Promise.resolve() } }, true],
])('%s it says whether the text was copied', async (_, navigator, isCopied) => {
  vi.stubGlobal('navigator', navigator)
  expect(await writeClipboard('text')).toBe(isCopied)
})
