import { someHash } from '@/domain/testing/hashes.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calibrate, checkHash, hashText, knownLayouts, type Layout, type Manifest, writeManifest, readManifest } from './compose-hash.ts'

const canonical: Layout = { keys: 'sorted', style: 'compact', escapesNonAscii: false, dropsEmpty: false }
const normalised: Layout = { ...canonical, dropsEmpty: true }
const damaging: Layout = { keys: 'as-stored', style: 'indented-stripped', escapesNonAscii: false, dropsEmpty: true }

const full: Manifest = {
  manifest_version: 2,
  name: 'demo',
  runner: 'docker-compose',
  docker_compose_file: 'services:\n  web:\n    image: nginx:1.27\n',
  kms_enabled: true,
  gateway_enabled: true,
  public_logs: true,
  public_sysinfo: true,
  public_tcbinfo: true,
  allowed_envs: ['A', 'B'],
  features: ['kms', 'tproxy-net'],
  storage_fs: 'zfs',
  no_instance_id: false,
  secure_time: false,
  local_key_provider_enabled: false,
  tproxy_enabled: true,
}
const empty: Manifest = {
  name: 'demo',
  runner: 'docker-compose',
  docker_compose_file: 'services: {}\n',
  bash_script: null,
  pre_launch_script: '',
  allowed_envs: [],
}
const unicode: Manifest = {
  name: 'uni-é',
  runner: 'docker-compose',
  docker_compose_file: 'services:\n  a:\n    command: ["sh","-c","echo \\"k\\": 1"]\n    labels: {"x": "y"}\n',
  pre_launch_script: '#!/bin/sh\necho hi\n',
  nested: { z: 1, a: [3, { b: 2, a: 1 }] },
}

describe('known pairs of manifest and hash', () => {
  test.each([
    [
      'every field',
      full,
      '9745d51a278fcc2d3057d64cc373cac4d917f3dc7687d8f8b772409db288c173',
      '9745d51a278fcc2d3057d64cc373cac4d917f3dc7687d8f8b772409db288c173',
    ],
    [
      'an empty script',
      empty,
      '250617347a375899b3218711293fec65c897b1f87b08e1879ac979fbd51bf95b',
      '0c680d2e661584d60b47892c817a827354336f396038ec855ac64875a6e25e1f',
    ],
    [
      'quoted keys and unicode',
      unicode,
      'dd8a91bda255a07ebd5b3665265ae0e3264c2521a0631a8b31c23e980c25311f',
      'dd8a91bda255a07ebd5b3665265ae0e3264c2521a0631a8b31c23e980c25311f',
    ],
  ])('%s', async (_name, manifest, plain, dropped) => {
    expect(await hashText(writeManifest(manifest, canonical))).toBe(plain)
    expect(await hashText(writeManifest(manifest, normalised))).toBe(dropped)
  })

  test('the damaging printer is reproduced with its damage', async () => {
    expect(await hashText(writeManifest(full, { ...damaging, keys: 'sorted' }))).toBe(
      'b7e00b0467c3de089492a92536ea93cf009fb50332defd7147c89ba4d524d56e',
    )
    expect(await hashText(writeManifest(unicode, { ...damaging, keys: 'sorted' }))).toBe(
      '8643e7a49849ef66af6488fc4ec3c3afa6b1ab0e49628d671e702c3d443be113',
    )
  })
})

describe('calibration', () => {
  const revisions = { full, empty, unicode, crlf: { ...full, docker_compose_file: 'services:\r\n  web:\r\n    labels: {"a": "b"}\r\n' } }

  test.each(knownLayouts.map((layout) => [JSON.stringify(layout), layout] as const))(
    'a file written as %s proves its own layout, and the next hash is recognised',
    async (_name, layout) => {
      for (const manifest of Object.values(revisions)) {
        const stored = writeManifest(manifest, layout)
        const calibration = await calibrate(stored, await hashText(stored))
        // The damaging printer cannot be told from its own damage once quotes stand in the file: then nothing is proven, which is right.
        if (!calibration.proven) {
          expect(layout.style).toBe('indented-stripped')
          continue
        }
        const changes = { docker_compose_file: 'services:\n  web:\n    image: nginx:1.28\n' }
        const serverHash = await hashText(writeManifest({ ...calibration.manifest, ...changes }, layout))
        expect(await checkHash(serverHash, calibration, changes)).toEqual({ result: 'same' })
      }
    },
  )

  test('a hash that differs in one character is a proven mismatch', async () => {
    const stored = writeManifest(full, canonical)
    const calibration = await calibrate(stored, await hashText(stored))
    const changes = { public_logs: false }
    const right = await hashText(writeManifest({ ...full, ...changes }, canonical))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 63 }), fc.constantFrom('0', '1', '2', 'a', 'f'), async (at, character) => {
        const lie = someHash(right.slice(0, at) + character + right.slice(at + 1))
        fc.pre(lie !== right)
        expect(await checkHash(lie, calibration, changes)).toEqual({ result: 'different', ours: right })
      }),
    )
  })

  test('without the running hash, the file, or a known layout nothing is proven', async () => {
    const odd = '{ "name" : "demo" }'
    const oddHash = await hashText(odd)
    expect(await calibrate(odd, null)).toEqual({ proven: false, reason: 'no-running-hash' })
    expect(await calibrate(null, oddHash)).toEqual({ proven: false, reason: 'no-stored-file' })
    expect(await calibrate(odd, someHash('0'))).toEqual({ proven: false, reason: 'stored-file-has-another-hash' })
    expect(await calibrate(odd, oddHash)).toEqual({ proven: false, reason: 'unknown-layout' })
    expect(await checkHash(oddHash, await calibrate(odd, oddHash), {})).toMatchObject({ result: 'unproven' })
  })

  test('a file in stored key order proves nothing about a key it does not have', async () => {
    const stored = writeManifest(full, { ...canonical, keys: 'as-stored' })
    const calibration = await calibrate(stored, await hashText(stored))
    expect(await checkHash(someHash('0'), calibration, { pre_launch_script: 'echo' })).toMatchObject({ result: 'unproven' })
  })
})

test('the layouts found are all those that write the file, whatever it holds', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '": ', 'é', '\u{1f600}', '\ud800', '\n', ' ') })
  const manifest = fc.record(
    {
      name: text,
      runner: fc.constantFrom('docker-compose', 'bash', 'other'),
      docker_compose_file: text,
      bash_script: text,
      pre_launch_script: fc.oneof(fc.constant(''), text),
      labels: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null)), { maxKeys: 2 }),
    },
    { requiredKeys: ['runner'] },
  )
  fc.assert(
    fc.property(manifest, fc.constantFrom(...knownLayouts), (value, layout) => {
      const stored = writeManifest(value, layout)
      const read = readManifest(stored)
      const parsed = JSON.parse(stored) as Manifest
      expect(read.layouts).toEqual(knownLayouts.filter((one) => writeManifest(parsed, one) === stored))
    }),
    { numRuns: 500 },
  )
})

test('a manifest in which something hides from a reader is not read', () => {
  expect(readManifest('{"a":1,"b":"x"}').manifest).toEqual({ a: 1, b: 'x' })
  for (const text of ['{"a":1,"a":2}', '{"a":1,"b":"x"} ', '{"a":1.0}', '[]', 'x', '']) expect(readManifest(text).manifest, text).toBeNull()
})
