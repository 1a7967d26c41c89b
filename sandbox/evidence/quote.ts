import { createHash } from 'node:crypto'
import { keyNamed, type Machine, platform, signRaw } from './development-pki.ts'

const bytes = (length: number, fill = 0) => Buffer.alloc(length, fill)

/** The enclave that signs quotes, as the collateral's QE identity describes it. */
export const quotingEnclave = {
  mrSigner: createHash('sha256').update('sandbox-quoting-enclave').digest(),
  isvProdId: 2,
  isvSvn: 4,
  attributes: Buffer.from('11000000000000000000000000000000', 'hex'),
}

interface QuoteContent {
  registers: Buffer[]
  mrTd: Buffer
  reportData: Buffer
  isDebug: boolean
}

/** A TDX quote of version 4, signed for this machine. */
export function makeQuote(machine: Machine, content: QuoteContent): Buffer {
  const attestationKey = keyNamed('attestation')
  const header = Buffer.concat([
    u16(4),
    u16(2),
    u32(0x81),
    u16(0),
    u16(0),
    Buffer.from('939a7233f79c4ca9940a0db3957f0607', 'hex'),
    bytes(20),
  ])
  const attributes = Buffer.from(content.isDebug ? '0100001000000000' : '0000001000000000', 'hex')
  const body = Buffer.concat([
    bytes(16, platform.componentSvn),
    createHash('sha384').update('sandbox-tdx-module').digest(),
    bytes(48),
    bytes(8),
    attributes,
    Buffer.from('e702060000000000', 'hex'),
    content.mrTd,
    bytes(48),
    bytes(48),
    bytes(48),
    ...content.registers,
    content.reportData,
  ])
  const signed = Buffer.concat([header, body])
  const publicKey = Buffer.from(attestationKey.publicKey.subarray(1))
  const authData = bytes(32, 7)
  const report = enclaveReport(createHash('sha256').update(publicKey).update(authData).digest())
  const chain = Buffer.concat([Buffer.from(machine.chain, 'ascii'), bytes(1)])
  const certification = Buffer.concat([
    report,
    signRaw(machine.key, new Uint8Array(report)),
    u16(authData.length),
    authData,
    u16(5),
    u32(chain.length),
    chain,
  ])
  const auth = Buffer.concat([signRaw(attestationKey, new Uint8Array(signed)), publicKey, u16(6), u32(certification.length), certification])
  return Buffer.concat([signed, u32(auth.length), auth])
}

function enclaveReport(keyHash: Buffer): Buffer {
  const { attributes, mrSigner, isvProdId, isvSvn } = quotingEnclave
  return Buffer.concat([
    bytes(16, platform.componentSvn),
    bytes(4),
    bytes(28),
    attributes,
    createHash('sha256').update('sandbox-quoting-enclave-code').digest(),
    bytes(32),
    mrSigner,
    bytes(96),
    u16(isvProdId),
    u16(isvSvn),
    bytes(60),
    keyHash,
    bytes(32),
  ])
}

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeUInt16LE(value)
  return buffer
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}
