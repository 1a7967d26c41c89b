import { encodeErrorResult, parseAbi } from 'viem'
import { expect, test } from 'vitest'
import { appAbi } from './abi.ts'
import { revertWords } from './revert-words.ts'

test('an error that the contract is known for stands with its name and what it says', () => {
  const account = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
  const data = encodeErrorResult({ abi: appAbi, errorName: 'OwnableUnauthorizedAccount', args: [account] })
  expect(revertWords(data)).toBe(`OwnableUnauthorizedAccount(${account})`)
})

test('a reason in words is what it says', () => {
  const data = encodeErrorResult({ abi: parseAbi(['error Error(string)']), errorName: 'Error', args: ['An app needs an owner'] })
  expect(revertWords(data)).toBe('An app needs an owner')
})

test('an unknown error keeps its selector and its data', () => {
  expect(revertWords(`0xdeadbeef${'07'.padStart(64, '0')}`)).toBe(`unknown error 0xdeadbeef, data 0x${'07'.padStart(64, '0')}`)
  expect(revertWords('0xdeadbeef')).toBe('unknown error 0xdeadbeef, no data')
})

test('a refusal without a word has none', () => {
  expect(revertWords('0x')).toBeNull()
})
