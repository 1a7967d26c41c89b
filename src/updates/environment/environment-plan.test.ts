import { expect, test } from 'vitest'
import type { Cvm } from '@/domain/cvm.ts'
import { createTextStore } from '@/lib/storage.ts'
import { draftOf, draftRecords } from '@/updates/drafts/draft-store.ts'
import { problemsFromServer } from '@/updates/fields/edit-problems.ts'
import { testScope } from '@/runs/testing/session.tsx'
import { createEnvironmentMemory } from './environment-memory.ts'
import {
  addVariable,
  decide,
  emptyEnvDraft,
  type EnvDraft,
  environmentChange,
  environmentResult,
  hasValues,
  include,
  namesAfter,
} from './environment-set.ts'
import { type EditValues, readBaseline } from '@/updates/fields/fields.ts'
import { planUpdate } from '@/updates/plan/update-plan.ts'

const known = ['API_KEY', 'LOG_LEVEL']
const governed = {
  status: 'running',
  resources: {},
  visibility: {},
  os: {},
  kms: { type: 'base', chainId: 8453 },
} as Cvm
const baseline: EditValues = readBaseline(governed, { allowed_envs: known, docker_compose_file: 'services: {}\n' })
const newValues = known.reduce<EnvDraft>(
  (draft, name) => decide(draft, name, { does: 'replace', value: 'secret-text' }),
  include(emptyEnvDraft, true),
)
const planOf = (draft: EnvDraft) => {
  const environment = environmentChange(known, draft)
  return planUpdate({ cvm: governed, baseline, values: { ...baseline, envNames: namesAfter(known, environment) }, environment })
}

test('new values alone are one change with a restart, and need no signature', () => {
  const plan = planOf(newValues)
  expect(plan.sentence).toBe('1 change · 1 restart · no signature')
  expect(plan.changes).toMatchObject([{ field: 'envNames', before: '2 names', after: '2 names: 2 new values', changesComposeHash: false }])
  // What is encrypted is added at the moment of sending.
  expect(plan.patch).toEqual({})
})

test('a changed set of names is one change that needs a signature, and the names go along', () => {
  const plan = planOf(addVariable(newValues, 'FRESH', 'x'))
  expect(plan.sentence).toBe('1 change · 1 restart · 1 on-chain signature')
  expect(plan.changes).toMatchObject([{ after: '3 names: 2 new values, 1 added', changesComposeHash: true }])
  expect(plan.patch).toEqual({ allowed_envs: [...known, 'FRESH'] })
  expect(plan.wanted).toEqual({ envNames: [...known, 'FRESH'] })
})

test('a plan of decisions that are still open tells what they cost already', () => {
  expect(planOf(decide(include(emptyEnvDraft, true), 'API_KEY', { does: 'remove' })).signature).toBe('needed')
})

test('a stored draft holds names and no value, also when nothing but values would change', () => {
  const area = new Map<string, string>()
  const storage = {
    getItem: (key: string) => area.get(key) ?? null,
    setItem: (key: string, text: string) => void area.set(key, text),
    removeItem: (key: string) => void area.delete(key),
  } as Storage
  const drafts = draftRecords(createTextStore(storage, null), testScope(null, 'u'))
  const draft = draftOf('web', baseline, baseline, new Date(0), environmentChange(known, newValues))
  expect(draft).not.toBeNull()
  drafts.write('cvm_1', draft!)
  expect([...area.values()].join()).toContain('API_KEY')
  expect([...area.values()].join()).not.toContain('secret-text')
  expect(drafts.read('cvm_1').value?.environment).toEqual({ added: [], replaced: known, removed: [] })
  expect(draftOf('web', baseline, baseline, new Date(0))).toBeNull()
})

test('a refusal of the encrypted values is shown at the environment', () => {
  const { byField, others } = problemsFromServer([{ field: 'encrypted_env', message: 'must be hex' }])
  expect(byField).toEqual({ envNames: 'must be hex' })
  expect(others).toEqual([])
})

test('values are in memory until they are forgotten, by CVM or all of them', () => {
  const environmentMemory = createEnvironmentMemory()
  environmentMemory.write('one', newValues)
  environmentMemory.write('two', newValues)
  expect(environmentResult(known, environmentMemory.read('one')!)).not.toBeNull()
  environmentMemory.forget('one')
  expect([environmentMemory.read('one'), environmentMemory.read('two')]).toEqual([null, newValues])
  environmentMemory.forgetAll()
  expect(environmentMemory.read('two')).toBeNull()
})

test('leaving loses something only once a value was entered', () => {
  expect(hasValues(newValues)).toBe(true)
  expect(hasValues(decide(emptyEnvDraft, 'A', { does: 'remove' }))).toBe(false)
  expect(hasValues(addVariable(emptyEnvDraft, 'A'))).toBe(false)
})
