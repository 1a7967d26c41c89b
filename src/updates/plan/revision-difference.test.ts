import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AppCompose } from '@/api/schemas/app-compose.ts'
import { isNoDifference, revisionDifference } from './revision-difference.ts'

const stored: AppCompose = {
  name: 'api',
  docker_compose_file: 'services: {}\n',
  allowed_envs: ['A', 'B'],
  public_logs: true,
  runner: 'docker-compose',
}

test('the same configuration differs in nothing, and an absent key is the same as an empty one', () => {
  expect(isNoDifference(revisionDifference(stored, { ...stored, pre_launch_script: null, features: null }))).toBe(true)
})

test('file, names and settings are told apart', () => {
  const difference = revisionDifference(stored, {
    ...stored,
    docker_compose_file: 'services: { web: {} }\n',
    allowed_envs: ['B', 'C'],
    public_logs: false,
    features: ['kms', 'tproxy-net'],
  })
  expect(difference).toEqual({
    composeFile: { before: 'services: {}\n', after: 'services: { web: {} }\n' },
    script: null,
    names: { added: ['C'], removed: ['A'] },
    settings: [
      { key: 'features', before: 'not set', after: '["kms","tproxy-net"]' },
      { key: 'public_logs', before: 'true', after: 'false' },
    ],
  })
})

test('whatever a manifest holds, two that differ are never called the same, and back is the mirror of forth', () => {
  const manifest = fc.record(
    {
      name: fc.string(),
      docker_compose_file: fc.option(fc.string()),
      pre_launch_script: fc.option(fc.string()),
      allowed_envs: fc.option(fc.uniqueArray(fc.constantFrom('A', 'B', 'C'))),
      public_logs: fc.option(fc.boolean()),
      storage_fs: fc.constantFrom('zfs', 'ext4'),
      features: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<AppCompose>
  fc.assert(
    fc.property(manifest, manifest, (before, after) => {
      const forth = revisionDifference(before, after)
      const back = revisionDifference(after, before)
      expect(back.names).toEqual({ added: forth.names.removed, removed: forth.names.added })
      expect(back.settings).toEqual(forth.settings.map(({ key, before: from, after: to }) => ({ key, before: to, after: from })))
      if ((before.docker_compose_file ?? '') !== (after.docker_compose_file ?? '')) expect(isNoDifference(forth)).toBe(false)
      if (before.public_logs !== after.public_logs && typeof before.public_logs === 'boolean') expect(isNoDifference(forth)).toBe(false)
      expect(isNoDifference(revisionDifference(before, before))).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})
