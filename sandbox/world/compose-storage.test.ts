import { describe, expect, it } from 'vitest'
import { manifestOf, storeManifest, withChanges, type Manifest } from './compose-storage.ts'

// Worked examples published with the vendor's SDK: the exported hasher (canonical) and the object's own getHash (stripped).
const examples: { input: Manifest; canonical: string; stripped: string }[] = [
  {
    input: JSON.parse(
      '{"manifest_version":2,"name":"demo","runner":"docker-compose","docker_compose_file":"services:\\n  web:\\n    image: nginx:1.27\\n","kms_enabled":true,"gateway_enabled":true,"public_logs":true,"public_sysinfo":true,"public_tcbinfo":true,"allowed_envs":["A","B"],"features":["kms","tproxy-net"],"storage_fs":"zfs","no_instance_id":false,"secure_time":false,"local_key_provider_enabled":false,"tproxy_enabled":true}',
    ) as Manifest,
    canonical: '9745d51a278fcc2d3057d64cc373cac4d917f3dc7687d8f8b772409db288c173',
    stripped: 'b7e00b0467c3de089492a92536ea93cf009fb50332defd7147c89ba4d524d56e',
  },
  {
    input: JSON.parse(
      '{"name":"demo","runner":"docker-compose","docker_compose_file":"services: {}\\n","bash_script":null,"pre_launch_script":"","allowed_envs":[]}',
    ) as Manifest,
    canonical: '250617347a375899b3218711293fec65c897b1f87b08e1879ac979fbd51bf95b',
    stripped: '8be7ce5debc924d36e8dece840a21c6f7ec20202aad048d9291773af0506fc4a',
  },
  {
    input: JSON.parse(
      '{"name":"uni-é","runner":"docker-compose","docker_compose_file":"services:\\n  a:\\n    command: [\\"sh\\",\\"-c\\",\\"echo \\\\\\"k\\\\\\": 1\\"]\\n    labels: {\\"x\\": \\"y\\"}\\n","pre_launch_script":"#!/bin/sh\\necho hi\\n","nested":{"z":1,"a":[3,{"b":2,"a":1}]}}',
    ) as Manifest,
    canonical: 'dd8a91bda255a07ebd5b3665265ae0e3264c2521a0631a8b31c23e980c25311f',
    stripped: '8643e7a49849ef66af6488fc4ec3c3afa6b1ab0e49628d671e702c3d443be113',
  },
]

describe('stored compose files', () => {
  it.each(examples)('the canonical layout has the hash that customers saw on-chain, example $#', ({ input, canonical }) => {
    expect(storeManifest(input, 'canonical').hash).toBe(canonical)
  })

  it.each(examples)('the stripping layout has the hash of the other published hasher, example $#', ({ input, stripped }) => {
    expect(storeManifest(input, 'stripped').hash).toBe(stripped)
  })

  it.each(['canonical', 'as-stored', 'indented', 'stripped', 'tabbed'] as const)(
    'an update that changes nothing keeps the bytes of a %s file',
    (layout) => {
      const stored = storeManifest(examples[0]!.input, layout)
      expect(withChanges(stored, {}).text).toBe(stored.text)
      expect(withChanges(stored, { public_logs: false }).hash).not.toBe(stored.hash)
      expect(manifestOf(withChanges(stored, { public_logs: false })).public_logs).toBe(false)
    },
  )
})
