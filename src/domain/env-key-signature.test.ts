import { secp256k1 } from '@noble/curves/secp256k1.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { envKeySigner, samePublicKey } from './env-key-signature.ts'

const known = {
  appId: '0'.repeat(40),
  publicKey: 'e33a1832c6562067ff8f844a61e51ad051f1180b66ec2551fb0251735f3ee90a',
  signature:
    '8542c49081fbf4e03f62034f13fbf70630bdf256a53032e38465a27c36fd6bed7a5e7111652004aef37f7fd92fbfc1285212c4ae6a6154203a48f5e16cad2cef00',
}
const signer = '0x0217610d74cbd39b6143842c6d8bc310d79da1d82cc9d17f8876376221eda0c38f'

test('the signer of a known answer is found, with or without 0x', () => {
  expect(envKeySigner(known)).toBe(signer)
  expect(envKeySigner({ appId: `0x${known.appId}`, publicKey: `0x${known.publicKey}`, signature: `0x${known.signature}` })).toBe(signer)
})

test('one changed character anywhere leads to another signer or none', () => {
  const fields = ['appId', 'publicKey', 'signature'] as const
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.nat(), fc.constantFrom('0', '7', 'f'), (field, at, character) => {
      const text = known[field]
      const index = at % (field === 'signature' ? 128 : text.length)
      fc.pre(text[index] !== character)
      expect(envKeySigner({ ...known, [field]: text.slice(0, index) + character + text.slice(index + 1) })).not.toBe(signer)
    }),
  )
})

test.each(['', 'ab', 'ff'.repeat(65), '00'.repeat(65)])('%s is no signature', (signature) => {
  expect(envKeySigner({ ...known, signature })).toBeNull()
})

test('a public key is the same one compressed or not, with or without 0x, and no other', () => {
  const whole = secp256k1.Point.fromHex(signer.slice(2)).toHex(false)
  expect(samePublicKey(signer, signer.slice(2).toUpperCase())).toBe(true)
  expect(samePublicKey(signer, `0x${whole}`)).toBe(true)
  expect(samePublicKey(signer, `0x03${signer.slice(4)}`)).toBe(false)
  expect(samePublicKey('nothing', 'nothing')).toBe(false)
})
