import { afterEach, describe, expect, test, vi } from 'vitest'
import { redeployRevision, updateCvm } from './cvms.ts'
import { recordRequests } from './session/page-record.ts'

afterEach(() => vi.unstubAllGlobals())

const answerWith = (body: unknown, status = 202) => vi.stubGlobal('fetch', async () => Response.json(body, { status }))
const known = { knownChainId: 8453 }

describe('an update is accepted only with an id to follow', () => {
  test.each([
    ['an id alone', { correlation_id: 'c1' }],
    ['an id, whatever its status says: then the operation tells', { status: 'no_change', correlation_id: 'c1' }],
  ])('%s', async (_, body) => {
    answerWith(body)
    expect(await updateCvm('cvm_1', { vcpu: 2 }, known)).toEqual({ type: 'accepted', correlationId: 'c1' })
  })

  test.each([
    ['says that nothing changes', { status: 'no_change', correlation_id: null }, 'no-change'],
    ['says so with an empty id', { status: 'compose_unchanged', correlation_id: '' }, 'no-change'],
    ['has an empty id', { status: 'in_progress', correlation_id: '' }, 'not-understood'],
    ['has none', { status: 'in_progress' }, 'not-understood'],
  ])('not one that %s', async (_, body, kind) => {
    answerWith(body)
    await expect(updateCvm('cvm_1', { vcpu: 2 }, known)).rejects.toMatchObject({ kind, status: 202, method: 'PATCH' })
    await expect(redeployRevision('cvm_1', 'r1', known)).rejects.toMatchObject({ kind, status: 202, method: 'POST' })
  })
})

describe('a request for an approval that cannot be read', () => {
  const hash = 'ab'.repeat(32)
  test.each([
    ['no hash', { app_id: 'cd'.repeat(20) }, 'compose_hash'],
    ['a hash of 31 bytes', { compose_hash: hash.slice(2), app_id: 'cd'.repeat(20) }, 'details'],
  ])('%s: it is refused, and told by place on the report', async (_, body, path) => {
    const record = recordRequests()
    answerWith(body, 465)
    await expect(updateCvm('cvm_1', { vcpu: 2 }, known)).rejects.toMatchObject({ kind: 'not-understood', status: 465 })
    expect(record.report.snapshot()).toMatchObject([{ route: 'PATCH /api/v1/cvms/{cvm_id}', path, lost: 'answer' }])
    expect(JSON.stringify(record.report.snapshot())).not.toContain('ab'.repeat(8))
    record.stop()
  })
})
