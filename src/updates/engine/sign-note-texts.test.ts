import { expect, test } from 'vitest'
import { wordsFor } from './sign-note-texts.ts'

test('for a hash that is allowed already a transaction is asked for, except where the manifest was sent whole and none goes along', () => {
  expect(wordsFor('allowed-without-transaction').text).toContain('Signing once more')
  expect(wordsFor('allowed-without-transaction', {}, '1200').text).toContain('back to block 1,200')
  for (const searchedBackTo of [undefined, '1200']) {
    expect(wordsFor('allowed-without-transaction', { isWholeManifest: true }, searchedBackTo).text).toBe(
      'No signature is needed any more. Go back to the review and apply again.',
    )
  }
  expect(wordsFor('reverted', { isWholeManifest: true })).toEqual(wordsFor('reverted'))
})
