import { expect, test } from 'vitest'
import { networkName, networkTitle } from './network-names.ts'

test('a network has the name that people know, that of the configuration first, and its number only where there is none', () => {
  expect(networkName(1)).toBe('Ethereum')
  expect(networkName(8453, [{ id: 8453, name: 'Base (sandbox)' }])).toBe('Base (sandbox)')
  expect(networkName(424242)).toBe('network 424242')
  expect(networkName(null)).toBe('no network')
})

test('facts show the name with the number, and a number alone only once', () => {
  expect(networkTitle(8453)).toBe('Base (8453)')
  expect(networkTitle(31337, { id: 31337, name: 'Sandbox chain' })).toBe('Sandbox chain (31337)')
  expect(networkTitle(424242)).toBe('network 424242')
})
