import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sandboxWithClient, type SandboxClient } from '../testing/api-client.ts'

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient()
})
afterAll(() => client.stop())
beforeEach(() => client.call('POST', '/sandbox/reset'))

interface Row {
  cvm_id: number | string
  identifier: string
  status: string
  old_instance_id: string | null
  new_instance_id: string | null
  source: string
  verified_with_gateway: boolean
  reason: string | null
}

const refresh = async (body: Record<string, unknown>, key = client.info.keys.admin) =>
  (await client.api('PATCH', '/cvms/instance-ids', { body, key })).body as { items: Row[]; total: number; scanned: number } & Record<
    string,
    number
  >
const world = async () => (await client.call('GET', '/sandbox/world')).body
const fleetIds = async () => {
  const { items } = (await client.api('GET', '/cvms/paginated?page_size=100')).body as { items: { id: string }[] }
  return items.map(({ id }) => id)
}

describe('a refresh of instance ids', () => {
  it('shows all five outcomes on the seeded fleet', async () => {
    const ids = await fleetIds()
    const answer = await refresh({ cvm_ids: ids, missing_only: false, limit: ids.length, dry_run: true })
    expect(new Set(answer.items.map(({ status }) => status))).toEqual(new Set(['updated', 'unchanged', 'skipped', 'conflict', 'error']))
    expect(answer.updated! + answer.unchanged! + answer.skipped! + answer.conflicts! + answer.errors!).toBe(answer.scanned)
    expect(answer.items.map(({ identifier }) => identifier)).toEqual(ids)
  })

  it('that is a dry run leaves the world equal byte for byte, and the real one does what it said', async () => {
    const ids = await fleetIds()
    const body = { cvm_ids: ids, missing_only: false, overwrite: true, limit: ids.length }
    const before = await world()
    const preview = await refresh({ ...body, dry_run: true })
    expect(await world()).toEqual(before)
    expect((await refresh({ ...body, dry_run: false })).items).toEqual(preview.items)
    expect(await world()).not.toEqual(before)
    const again = await refresh({ ...body, dry_run: false })
    expect(again).toMatchObject({ updated: 0, conflicts: 0 })
  })

  it('touches only the ids it was given', async () => {
    const id = client.info.cvms.missingInstanceId!
    const before = (await client.api('GET', '/cvms/paginated?page_size=100')).body.items as { id: string; instance_id: string | null }[]
    const { items } = await refresh({ cvm_ids: [id], limit: 1 })
    expect(items).toEqual([expect.objectContaining({ identifier: id, status: 'updated', old_instance_id: null, source: 'teepod_state' })])
    const after = (await client.api('GET', '/cvms/paginated?page_size=100')).body.items as typeof before
    expect(after.filter((cvm, index) => cvm.instance_id !== before[index]!.instance_id).map((cvm) => cvm.id)).toEqual([id])
  })

  it('replaces a different id only with overwrite', async () => {
    const { id } = (await client.api('GET', '/cvms/mail-relay')).body
    const one = (body: unknown) => client.api('PATCH', `/cvms/${id}/instance-id`, { body })
    const conflict = (await one({})).body
    expect(conflict).toMatchObject({ status: 'conflict', verified_with_gateway: true })
    expect(conflict.new_instance_id).not.toBe(conflict.old_instance_id)
    expect((await one({ overwrite: true, dry_run: true })).body.status).toBe('updated')
    expect((await one({})).body.status).toBe('conflict')
    expect((await one({ overwrite: true })).body.status).toBe('updated')
    expect((await one({})).body.status).toBe('unchanged')
  })

  it('cuts what goes beyond its limit, which is a hundred unless it is named', async () => {
    const ids = await fleetIds()
    expect(await refresh({ cvm_ids: ids, limit: 3, dry_run: true })).toMatchObject({ total: ids.length, scanned: 3 })
    expect(await refresh({ dry_run: true })).toMatchObject({ scanned: expect.any(Number) })
  })

  it('answers a foreign or unknown id of an owner with an error row, and reaches across workspaces for an admin', async () => {
    const foreign = (await client.api('GET', '/cvms/paginated', { key: client.info.keys.other })).body.items[0].id as string
    const asOwner = await refresh(
      { cvm_ids: [foreign, 'cvm_nobody'], missing_only: false, running_only: false, dry_run: true },
      client.info.keys.owner,
    )
    expect(asOwner.items.map(({ identifier, status }) => [identifier, status])).toEqual([
      [foreign, 'error'],
      ['cvm_nobody', 'error'],
    ])
    const asAdmin = await refresh({ cvm_ids: [foreign], missing_only: false, running_only: false, dry_run: true })
    expect(asAdmin.items[0]!.status).not.toBe('error')
  })

  it.each([{ limit: 0 }, { limit: 501 }, { cvm_ids: 'all' }, { dry_run: 'yes' }])(
    'refuses %j with 422 and changes nothing',
    async (body) => {
      const before = await world()
      expect((await client.api('PATCH', '/cvms/instance-ids', { body })).status).toBe(422)
      expect(await world()).toEqual(before)
    },
  )

  it('names CVMs by text from API version 2026-05-22 on, and by number before', async () => {
    const body = { cvm_ids: [client.info.cvms.centralKms], dry_run: true }
    const older = await client.api('PATCH', '/cvms/instance-ids', { body })
    const newer = await client.api('PATCH', '/cvms/instance-ids', { body, headers: { 'x-phala-version': '2026-05-22' } })
    expect([older.body.items[0].cvm_id, newer.body.items[0].cvm_id]).toEqual([1, client.info.cvms.centralKms])
  })
})
