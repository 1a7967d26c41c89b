import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { accusedBy, isOfDate } from './library-errors.ts'

const source = readFileSync(createRequire(import.meta.url).resolve('@phala/dcap-qvl/src/verify.js'), 'utf8')

/** Every text that the verifier can throw, what it fills in replaced by an example. */
const texts = [...source.matchAll(/throw new Error\((?:'([^']*)'|`([^`]*)`)/g)].map(
  ([, plain, template]) => plain ?? template!.replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, 'X'), // one of both is there
)

const accusing = (link: string) => [...new Set(texts)].filter((text) => accusedBy(text) === link)

test('each error of the library accuses one link', () => {
  expect(accusing('tcb')).toEqual([
    'Fmspc mismatch',
    'TDX quote with non-TDX TCB info in the collateral',
    'TCB status is invalid: X',
    'No SGX components in the TCB info',
    'No TDX components in the TCB info',
    'No matching TCB level found',
  ])
  expect(accusing('debug')).toEqual([
    'Debug mode is enabled',
    'Reserved bits in TD attributes are set',
    'SEPT_VE_DISABLE is not enabled',
    'Invalid mr service td',
  ])
  expect(accusing('quote')).toMatchInlineSnapshot(`
    [
      "Failed to decode quote",
      "Unsupported DCAP quote version",
      "Unsupported DCAP TEE type",
      "SGX TEE quote must have version 3",
      "TDX TEE quote must have version 4 or 5",
      "Unsupported DCAP attestation key type",
      "Failed to decode TcbInfo",
      "TCBInfo issue date is in the future",
      "TCBInfo expired",
      "Certificate chain is too short for TCB Info",
      "Signature is invalid for tcb_info",
      "Failed to decode QeIdentity",
      "QE Identity issue date is in the future",
      "QE Identity expired",
      "Certificate chain is too short for QE Identity",
      "Signature is invalid for qe_identity",
      "Unsupported QE Identity id/version for the quote TEE type",
      "Failed to extract PCK certificates from collateral",
      "Unsupported DCAP PCK cert format: X. Use get_collateral() to fetch PCK certificate.",
      "Failed to extract PCK certificates from quote",
      "Certificate chain is too short in quote",
      "Signature is invalid for qe_report in quote",
      "QE report hash mismatch",
      "ISV enclave report signature is invalid",
      "SGX quote with non-SGX TCB info in the collateral",
      "Failed to get TD10 report",
      "QE MRSIGNER mismatch: expected X, got X",
      "QE ISVPRODID mismatch: expected X, got X",
      "QE MISCSELECT mismatch: expected X (masked), got X (masked)",
      "QE ATTRIBUTES mismatch at byte X: expected X (masked), got X (masked)",
      "No TCB levels found in QE Identity",
      "QE ISVSVN X is below minimum required X from QE Identity",
      "Certificate is revoked",
      "Signature verification failed",
    ]
  `)
})

test('the errors that a date alone brings about are these', () => {
  expect([...new Set(texts)].filter(isOfDate)).toEqual([
    'TCBInfo issue date is in the future',
    'TCBInfo expired',
    'QE Identity issue date is in the future',
    'QE Identity expired',
  ])
})

test('what accuses another link than the quote is thrown after the last signature was looked at', () => {
  const body = source.slice(source.indexOf('function verifyImpl'), source.indexOf('// Step 8: Match Platform TCB\nfunction'))
  for (const text of ['Fmspc mismatch', 'non-TDX TCB info', 'TCB status is invalid', 'matchPlatformTcb(', 'validateAttrs('])
    expect(body.indexOf(text), text).toBeGreaterThan(body.indexOf('ISV enclave report signature is invalid'))
})
