import { describe, expect, test } from 'vitest'
import { sentenceFor } from './signing-words.ts'

const needed = { signature: 'needed', sentence: '3 changes · 1 restart · 1 on-chain signature' } as const
const wallet = { owner: null, isOwnerGone: false, isDeviceRefused: false }

describe('the sentence of a plan follows the owner of the contract', () => {
  test.each([
    ['a wallet signs once', wallet, '3 changes · 1 restart · 1 on-chain signature'],
    ['a refused device is a second signature', { ...wallet, isDeviceRefused: true }, '3 changes · 1 restart · 2 on-chain signatures'],
    ['a Safe approves', { ...wallet, owner: 'A Safe' as const }, '3 changes · 1 restart · 1 on-chain approval by a Safe'],
    [
      'another account approves',
      { ...wallet, owner: 'Another account' as const },
      '3 changes · 1 restart · 1 on-chain approval by another account',
    ],
    [
      'a contract approves twice where it refuses the device',
      { ...wallet, owner: 'A contract' as const, isDeviceRefused: true },
      '3 changes · 1 restart · 2 on-chain approvals by a contract',
    ],
    ['nobody owns it', { ...wallet, isOwnerGone: true, isDeviceRefused: true }, '3 changes · 1 restart · nobody can sign'],
  ])('%s', (_what, obstacles, sentence) => expect(sentenceFor(needed, obstacles)).toBe(sentence))

  test('without a call to sign, and where it is not known whether there is one, the plan’s own words stay', () => {
    for (const signature of ['none', 'unknown'] as const)
      expect(sentenceFor({ signature, sentence: '1 change · no restart · x' }, { ...wallet, isDeviceRefused: true })).toBe(
        '1 change · no restart · x',
      )
  })
})
