import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ec } from './p256-for-library.ts'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
/** A key of P-256 ends with its point: 65 bytes. */
const key = publicKey.export({ format: 'der', type: 'spki' })
const point = key.subarray(-65)

const judged = (message: Buffer, signature: Buffer, by = point) =>
  new ec('p256').keyFromPublic(by).verify([...createHash('sha256').update(message).digest()], signature)

function judgedByNode(message: Buffer, signature: Buffer, by: Buffer) {
  try {
    const der = Buffer.concat([key.subarray(0, -65), by])
    return verify('sha256', message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature)
  } catch {
    return false
  }
}

test('a signature is taken whether its s is low or high', () => {
  const taken = Array.from({ length: 20 }, (_, index) => Buffer.from(`message ${index}`)).map((message) =>
    judged(message, sign('sha256', message, privateKey)),
  )
  expect(taken).toEqual(taken.map(() => true))
})

test('a byte that was changed in message, signature or key is not taken, and Node does not take it either', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((drawn) => Buffer.from(drawn))
  const change = fc.record({ where: fc.constantFrom('message', 'signature', 'point'), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) })
  fc.assert(
    fc.property(bytes, change, (message, { where, at, by }) => {
      const parts = { message: Buffer.from(message), signature: sign('sha256', message, privateKey), point: Buffer.from(point) }
      const changed = parts[where]
      changed[at % changed.length]! ^= by
      const here = judged(parts.message, parts.signature, parts.point)
      expect(here).toBe(false)
      // The same point in a form that names the parity of its y as well: nobody writes quotes so, and Node alone reads it.
      const isHybrid = parts.point[0] === 6 || parts.point[0] === 7
      if (!isHybrid) expect(judgedByNode(parts.message, parts.signature, parts.point)).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['nothing', ''],
  ['zeros', '3006020100020100'],
  ['a negative number', '300602018002010a'],
  ['no DER', 'ff'.repeat(64)],
])('%s is no signature', (_, hex) => expect(judged(Buffer.from('a'), Buffer.from(hex, 'hex'))).toBe(false))

test('another curve is refused', () => expect(() => new ec('secp256k1')).toThrow('no curve secp256k1'))
