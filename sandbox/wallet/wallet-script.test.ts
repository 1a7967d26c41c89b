import { Script } from 'node:vm'
import { expect, it } from 'vitest'
import { walletScript } from './wallet-script.ts'

it('is one classic script that needs nothing else and runs under a strict policy', () => {
  const script = walletScript()
  expect(() => new Script(script)).not.toThrow()
  expect(script).not.toMatch(/^\s*(?:import|export)\s/m)
  expect(script).not.toMatch(/innerHTML|insertAdjacentHTML|setAttribute\('style'|createElement\('style'|\beval\b|new Function/)
})

it('holds no key: nothing in it is as long as one', () => {
  expect(walletScript()).not.toMatch(/[0-9a-f]{64}/i)
})
