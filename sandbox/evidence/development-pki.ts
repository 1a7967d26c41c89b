import { createHash } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import { sha256 } from '@noble/hashes/sha2.js'
import {
  bits,
  concat,
  type Der,
  enumerated,
  integer,
  isTrue,
  objectId,
  octets,
  sequence,
  setOf,
  tagged,
  text,
  utcTime,
} from './der-writer.ts'

/**
 * A development PKI in the form of Intel's: root → platform authority → machine, and a signer of platform facts. Its keys follow from their
 * names, so that every start of the sandbox has the same root and a saved proof can be looked at later. Everybody can make these keys: a
 * chain that ends here proves how checks work, and nothing about a machine.
 */
interface KeyPair {
  privateKey: Uint8Array
  /** Uncompressed point, 65 bytes. */
  publicKey: Uint8Array
}

export function keyNamed(name: string): KeyPair {
  const privateKey = new Uint8Array(createHash('sha256').update(`sandbox-pki:${name}`).digest())
  return { privateKey, publicKey: p256.getPublicKey(privateKey, false) }
}

/** r‖s, 64 bytes, over SHA-256. */
export const signRaw = (key: KeyPair, bytes: Uint8Array): Uint8Array =>
  p256.sign(sha256(bytes), key.privateKey, { lowS: false }).toCompactRawBytes()

const oids = {
  ecPublicKey: objectId('1.2.840.10045.2.1'),
  p256: objectId('1.2.840.10045.3.1.7'),
  ecdsaWithSha256: objectId('1.2.840.10045.4.3.2'),
  commonName: objectId('2.5.4.3'),
  basicConstraints: objectId('2.5.29.19'),
  keyUsage: objectId('2.5.29.15'),
}
const sgx = '1.2.840.113741.1.13.1'
const signatureAlgorithm = sequence(oids.ecdsaWithSha256)

/** What the whole development platform is: all machines are of this one kind. */
export const platform = {
  fmspc: Buffer.from('50806f000000', 'hex'),
  pceId: Buffer.from('0000', 'hex'),
  pceSvn: 13,
  /** Of each of the sixteen components, in certificates, quotes and levels. */
  componentSvn: 3,
}

const name = (commonName: string) => sequence(setOf(sequence(oids.commonName, text(commonName))))

export const names = {
  root: name('Sandbox root, not Intel'),
  platformCa: name('Sandbox platform CA'),
  signer: name('Sandbox TCB signing'),
  machine: name('Sandbox PCK certificate'),
}

const rootKey = keyNamed('root')
export const platformCaKey = keyNamed('platform-ca')
const signerKey = keyNamed('tcb-signing')

const validity = sequence(utcTime(Date.UTC(2024, 0, 1)), utcTime(Date.UTC(2049, 0, 1)))

const sign = (toBeSigned: Der, key: KeyPair): Der => {
  const raw = signRaw(key, toBeSigned)
  return sequence(toBeSigned, signatureAlgorithm, bits(sequence(integer(raw.subarray(0, 32)), integer(raw.subarray(32)))))
}

interface Subject {
  issuer: Der
  issuerKey: KeyPair
  subject: Der
  subjectKey: KeyPair
  isCa: boolean
  extensions?: Der[]
}

/** The serial number follows from subject and key, so that a revocation list can name a certificate that was never kept. */
export const serialOf = (subjectKey: KeyPair): Uint8Array =>
  concat(Uint8Array.of(0x01), new Uint8Array(createHash('sha256').update(subjectKey.publicKey).digest()).subarray(0, 15))

function certificate({ issuer, issuerKey, subject, subjectKey, isCa, extensions = [] }: Subject): Der {
  const constraints = sequence(oids.basicConstraints, isTrue(), octets(isCa ? sequence(isTrue()) : sequence()))
  const usage = sequence(oids.keyUsage, isTrue(), octets(Uint8Array.from(isCa ? [0x03, 0x02, 0x01, 0x06] : [0x03, 0x02, 0x06, 0xc0])))
  const toBeSigned = sequence(
    tagged(0, integer(2)),
    integer(serialOf(subjectKey)),
    signatureAlgorithm,
    issuer,
    validity,
    subject,
    sequence(sequence(oids.ecPublicKey, oids.p256), bits(subjectKey.publicKey)),
    tagged(3, sequence(usage, constraints, ...extensions)),
  )
  return sign(toBeSigned, issuerKey)
}

export const rootCertificate = certificate({ issuer: names.root, issuerKey: rootKey, subject: names.root, subjectKey: rootKey, isCa: true })
const platformCaCertificate = certificate({
  issuer: names.root,
  issuerKey: rootKey,
  subject: names.platformCa,
  subjectKey: platformCaKey,
  isCa: true,
})
const signerCertificate = certificate({
  issuer: names.root,
  issuerKey: rootKey,
  subject: names.signer,
  subjectKey: signerKey,
  isCa: false,
})

/** A machine's certificate with Intel's extension: who it is, of which kind, at which level. */
function machineCertificate(ppid: Uint8Array, machineKey: KeyPair): Der {
  const entry = (path: string, value: Der) => sequence(objectId(`${sgx}.${path}`), value)
  const components = Array.from({ length: 16 }, (_, at) => entry(`2.${at + 1}`, integer(platform.componentSvn)))
  const extension = sequence(
    objectId(sgx),
    octets(
      sequence(
        entry('1', octets(ppid)),
        entry(
          '2',
          sequence(
            ...components,
            entry('2.17', integer(platform.pceSvn)),
            entry('2.18', octets(new Uint8Array(16).fill(platform.componentSvn))),
          ),
        ),
        entry('3', octets(platform.pceId)),
        entry('4', octets(platform.fmspc)),
        entry('5', enumerated(0)),
      ),
    ),
  )
  return certificate({
    issuer: names.platformCa,
    issuerKey: platformCaKey,
    subject: names.machine,
    subjectKey: machineKey,
    isCa: false,
    extensions: [extension],
  })
}

const pem = (...certificates: Der[]) =>
  certificates
    .map(
      (der) =>
        `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
          .toString('base64')
          .replaceAll(/(.{64})(?!$)/g, '$1\n')}\n-----END CERTIFICATE-----\n`,
    )
    .join('')

export interface Machine {
  key: KeyPair
  /** PEM, as a quote carries it. */
  chain: string
}

const machines = new Map<string, Machine>()

/** The machine with this PPID (hex). */
export function machineOf(ppid: string): Machine {
  const known = machines.get(ppid)
  if (known) return known
  const key = keyNamed(`machine:${ppid}`)
  const machine = {
    key,
    chain: pem(machineCertificate(new Uint8Array(Buffer.from(ppid, 'hex')), key), platformCaCertificate, rootCertificate),
  }
  machines.set(ppid, machine)
  return machine
}

export const issuerChains = { platformCa: pem(platformCaCertificate, rootCertificate), signer: pem(signerCertificate, rootCertificate) }

/** Signs the exact text of platform facts; hex. */
export const signText = (signed: string) => Buffer.from(signRaw(signerKey, new Uint8Array(Buffer.from(signed, 'utf8')))).toString('hex')

/** A revocation list in date from `from` to `until`; hex. */
export function revocationList(
  of: 'root' | 'platform-ca',
  revoked: Uint8Array[],
  { from, until }: { from: number; until: number },
): string {
  const [issuer, key] = of === 'root' ? [names.root, rootKey] : [names.platformCa, platformCaKey]
  const entries = revoked.map((serial) => sequence(integer(serial), utcTime(from)))
  const list = sequence(
    integer(1),
    signatureAlgorithm,
    issuer,
    utcTime(from),
    utcTime(until),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
  )
  return Buffer.from(sign(list, key)).toString('hex')
}
