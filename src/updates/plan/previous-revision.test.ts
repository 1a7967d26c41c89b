import { someHash } from '@/domain/testing/hashes.ts'
import { expect, test } from 'vitest'
import type { Revision } from '@/api/schemas/apps/revision.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { planUpdate } from './update-plan.ts'
import { previousRevision, valuesFromRevision } from './previous-revision.ts'

const revision = (id: string, change: Partial<Revision> = {}): Revision => ({
  id,
  cvmId: 'cvm_1',
  cvmName: null,
  vmUuid: null,
  composeHash: someHash('a'),
  createdAt: null,
  correlationId: `op-${id}`,
  operationType: null,
  by: null,
  ...change,
})
const cvm = { id: 'cvm_1', vmUuid: 'AAAA-bbbb', composeHash: someHash('b') }
const failed = { correlationId: 'op-new' }
const found = (...revisions: Revision[]) => previousRevision(revisions, cvm, failed)?.id ?? null

test('the way back is the newest revision of this CVM before the update', () => {
  expect(found(revision('new', { composeHash: someHash('b') }), revision('old'), revision('older', { composeHash: someHash('c') }))).toBe(
    'old',
  )
})

test('another CVM of the same app is no way back', () => {
  expect(found(revision('new', { composeHash: someHash('b') }), revision('foreign', { cvmId: 'cvm_2' }), revision('old'))).toBe('old')
  const byUuid = revision('old', { cvmId: null, vmUuid: 'aaaabbbb' })
  expect(found(revision('new', { composeHash: someHash('b') }), byUuid)).toBe('old')
})

test('the same configuration applied before is no way back', () => {
  expect(found(revision('new', { composeHash: someHash('b') }), revision('again', { composeHash: someHash('b') }), revision('old'))).toBe(
    'old',
  )
})

test('an update that brought no revision replaced nothing', () => {
  expect(found(revision('old'), revision('older', { composeHash: someHash('c') }))).toBeNull()
})

test('the first revision has none before it', () => {
  expect(found(revision('new', { composeHash: someHash('b') }))).toBeNull()
  expect(found()).toBeNull()
})

test('where revisions name no operation, the running hash says which one is in force', () => {
  const unnamed = { correlationId: null }
  expect(found(revision('new', { ...unnamed, composeHash: someHash('b') }), revision('old', unnamed))).toBe('old')
})

test('a revision fills file, script and visibility; resources and environment names stay', () => {
  const machine = sampleCvm()
  const present = { docker_compose_file: 'new', pre_launch_script: 'echo', public_logs: false, allowed_envs: ['A', 'B'] }
  const filled = valuesFromRevision(machine, present, { docker_compose_file: 'old', public_logs: true, allowed_envs: ['A'] })
  expect(planUpdate({ cvm: machine, ...filled }).patch).toEqual({ docker_compose_file: 'old', pre_launch_script: '', public_logs: true })
  expect(filled).toMatchObject({ isSame: false, namesDiffer: true })
  expect(valuesFromRevision(machine, present, present)).toMatchObject({ isSame: true, namesDiffer: false })
})
