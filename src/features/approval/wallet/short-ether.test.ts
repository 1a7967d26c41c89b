import { expect, it } from 'vitest'
import { shortEther } from './short-ether.ts'

it('shows an amount of wei in ether with three significant digits', () => {
  expect(shortEther(0n)).toBe('0')
  expect(shortEther(85_612_345_678_901n)).toBe('0.0000856')
  expect(shortEther(10n ** 18n)).toBe('1')
  expect(shortEther(1n)).toBe('less than 0.000000001')
})
