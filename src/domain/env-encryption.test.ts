// @vitest-environment node
import { createDecipheriv, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type EnvEntry, encryptEnv } from './env-encryption.ts'

const recipientPrivate = '77076d0a7318a57d3c16c17251b26645df9c6c2e1f2c0a1b2c3d4e5f60718293'
const recipientPublic = 'fcba56caa7d821c3a75439a63f2fb767697bbfb056fa671f22db9fd65ca2d352'
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))

/** Another implementation of the same scheme, so that a shared mistake would show. */
function decrypt(encrypted: string): EnvEntry[] {
  const blob = Buffer.from(encrypted, 'hex')
  const privateKey = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), Buffer.from(recipientPrivate, 'hex')]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicKey = createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), blob.subarray(0, 32)]),
    format: 'der',
    type: 'spki',
  })
  const decipher = createDecipheriv('aes-256-gcm', diffieHellman({ privateKey, publicKey }), blob.subarray(32, 44))
  decipher.setAuthTag(blob.subarray(-16))
  const text = Buffer.concat([decipher.update(blob.subarray(44, -16)), decipher.final()]).toString('utf8')
  return (JSON.parse(text) as { env: EnvEntry[] }).env
}

test('with the random parts pinned, the blob is the known one byte for byte', async () => {
  const entries = [
    { key: 'API_KEY', value: 'sk-test-123' },
    { key: 'EMPTY', value: '' },
  ]
  const pinned = {
    ephemeralPrivateKey: bytes('101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f'),
    iv: bytes('202122232425262728292a2b'),
  }
  expect(await encryptEnv(entries, recipientPublic, pinned)).toBe(
    'd89e3bad79437dbed9f843418304f460ff05c7fe81fe4a9577a804cb9367ff66202122232425262728292a2b487a41189ed7c81e0e80c9a387803a55baf333396c419f803726c17dcb5cfccccafb7308617ec0e291d9f8630b2112ac7225b0aa774700fed372514d4dc6f97c4dfe69b82077ed9ad8d0825118fd87ef17802ee8441c09bd5695e32e',
  )
})

test('a blob of the vendor’s client opens to its known values here too', () => {
  const blob =
    '2795696b5432f7162b9d39f045d49e9b6000edaaf737e709ac0a3db737e6980269064bf06c8e352142abd2a111311201c99cdc8647339b81f659d263cb793210dc573aa7392659bac100a62e7cc88b254aafa85a3d7ba53601e181f7153c8fdb87d8d9617973d8821a53821b0bfef27fb49315d71840558807a096120fc38f0e98e2d1bc20c94c497b5bc54b8ede03a2c8b124f88d650196376b770807cbbcab1a7a77f34828ceab4fc3ce1cafff1ed18275e0fab1ccba2a'
  expect(decrypt(blob)).toEqual([
    { key: 'API_KEY', value: 'sk-test-123' },
    { key: 'MULTI', value: 'line1\nline2 "q" é' },
    { key: 'EMPTY', value: '' },
  ])
})

test('the recipient finds exactly the entered set, in order', async () => {
  const entry = fc.record({ key: fc.string({ minLength: 1 }), value: fc.string({ unit: 'grapheme' }) })
  await fc.assert(
    fc.asyncProperty(fc.array(entry), async (entries) => {
      expect(decrypt(await encryptEnv(entries, `0x${recipientPublic}`))).toEqual(entries)
    }),
  )
})

test('the same set never encrypts to the same blob twice', async () => {
  const entries = [{ key: 'A', value: '1' }]
  expect(await encryptEnv(entries, recipientPublic)).not.toBe(await encryptEnv(entries, recipientPublic))
})

test('a key that is not 32 bytes encrypts nothing', async () => {
  await expect(encryptEnv([], 'ab'.repeat(31))).rejects.toThrow('32 bytes')
})
