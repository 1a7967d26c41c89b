import { expect, test } from 'vitest'
import { parseTransactionHash, toTransactionHash } from './transaction-hash.ts'

test('a transaction hash is read with or without 0x, and written in lower case with it', () => {
  const written = `0x${'ab'.repeat(32)}`
  for (const text of [written, 'ab'.repeat(32), `0x${'AB'.repeat(32)}`]) expect(parseTransactionHash(text)).toBe(written)
})

test('what is not 32 bytes is none, and an error where a chain should have named one', () => {
  for (const text of ['', '0x', 'ab'.repeat(31), `0x${'ab'.repeat(33)}`, 7, null]) expect(parseTransactionHash(text)).toBeNull()
  expect(() => toTransactionHash(`0x${'ab'.repeat(31)}`)).toThrow('32 bytes')
})
