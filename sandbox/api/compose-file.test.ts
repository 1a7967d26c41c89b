import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sandboxWithClient, type SandboxClient } from '../testing/api-client.ts'

// Bodies are written as the vendor's SDK sends them: `provisionCvmComposeFileUpdate` flattens the manifest beside `update_env_vars`, and
// `commitCvmComposeFileUpdate` names the hash and no transaction.

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 8 })
})
afterAll(() => client.stop())
beforeEach(() => client.call('POST', '/sandbox/reset'))

const named = (name: string) => client.info.cvms[name]!
const advance = (advanceSeconds: number) => client.call('POST', '/sandbox/clock', { body: { advanceSeconds } })
const detail = async (cvm: string) => (await client.api('GET', `/cvms/${cvm}`)).body
type Manifest = Record<string, unknown>
const manifestOf = async (cvm: string) => (await client.api('GET', `/cvms/${cvm}/compose_file`)).body as Manifest
const provision = (cvm: string, body: Manifest) => client.api('POST', `/cvms/${cvm}/compose_file/provision`, { body })
const commit = (cvm: string, body: Manifest) => client.api('PATCH', `/cvms/${cvm}/compose_file`, { body })
const register = (appId: string, hash: string) =>
  client.rpc('eth_sendTransactionSync', [
    { from: client.info.accounts.owner.address, to: `0x${appId}`, data: `0xdfc77223${hash}`, gas: '0x30d40' },
  ])

describe('under the central KMS', () => {
  it('provisioning changes nothing, committing changes exactly what was provisioned, and keys that nobody knows stay', async () => {
    const cvm = named('centralKms')
    const before = await detail(cvm)
    const wanted = { ...(await manifestOf(cvm)), secure_time: true, salt: 'a', x_team: { on_call: [1, 2] } }
    const provisioned = await provision(cvm, { ...wanted, update_env_vars: false })
    expect(provisioned).toMatchObject({
      status: 200,
      body: { app_id: before.app_id, compose_hash_registered: false, kms_info: { chain_id: null } },
    })
    expect(await detail(cvm)).toMatchObject({ compose_hash: before.compose_hash, status: 'running', in_progress: false })
    const { status, body } = await commit(cvm, { compose_hash: provisioned.body.compose_hash, update_env_vars: false })
    expect(status).toBe(202)
    await advance(10)
    expect(await detail(cvm)).toMatchObject({ compose_hash: provisioned.body.compose_hash, status: 'running' })
    expect(await manifestOf(cvm)).toEqual(wanted)
    const { items } = (await client.api('GET', `/cvms/${cvm}/operations`)).body
    expect(items[0]).toMatchObject({ correlation_id: body.correlation_id, operation_type: 'compose_update', status: 'completed' })
  })

  it('keys that are left out come back with the defaults of the API, not with what the CVM has', async () => {
    const cvm = named('centralKms')
    const { docker_compose_file, allowed_envs } = await manifestOf(cvm)
    const { compose_hash } = (await provision(cvm, { name: 'bare', docker_compose_file })).body
    await commit(cvm, { compose_hash })
    await advance(10)
    expect(await manifestOf(cvm)).toMatchObject({
      public_logs: true,
      tproxy_enabled: true,
      storage_fs: 'zfs',
      secure_time: false,
      allowed_envs,
    })
  })

  it('a name is needed, the file has to be one, and the hash names something that is still kept', async () => {
    const cvm = named('centralKms')
    const manifest = await manifestOf(cvm)
    const { name: _name, ...nameless } = manifest
    expect(await provision(cvm, nameless)).toMatchObject({ status: 422, body: { detail: [{ loc: ['body', 'name'] }] } })
    expect((await provision(cvm, { ...manifest, name: '' })).status).toBe(200)
    expect((await provision(cvm, { ...manifest, docker_compose_file: ' ' })).status).toBe(400)
    expect((await provision(cvm, { ...manifest, docker_compose_file: 'a: [' })).status).toBe(422)
    expect((await commit(cvm, { compose_hash: 'ab'.repeat(32) })).status).toBe(400)
    const { compose_hash } = (await provision(cvm, { ...manifest, secure_time: true })).body
    await advance(14 * 24 * 3600 + 1)
    expect((await commit(cvm, { compose_hash })).status).toBe(400)
    expect((await commit(named('busy'), { compose_hash })).status).toBe(400)
    expect((await provision(cvm, { ...manifest, update_env_vars: null })).status).toBe(200)
  })

  it('a busy CVM can be provisioned for and waits with the rest', async () => {
    const cvm = named('busy')
    const { compose_hash } = (await provision(cvm, { ...(await manifestOf(cvm)), secure_time: true })).body
    expect((await commit(cvm, { compose_hash })).status).toBe(409)
  })
})

describe('under a contract', () => {
  it('a hash that is not allowed is named by a 465, and goes through as soon as it is, without a transaction', async () => {
    const cvm = named('onchainEoa')
    const { app_id: app } = await detail(cvm)
    const body = { ...(await manifestOf(cvm)), secure_time: true, update_env_vars: false }
    const provisioned = (await provision(cvm, body)).body
    expect(provisioned).toMatchObject({ app_id: app, compose_hash_registered: false, kms_info: { chain_id: 31337 } })
    const { compose_hash } = provisioned
    const refused = await commit(cvm, { compose_hash, update_env_vars: false })
    expect(refused.status).toBe(465)
    expect(refused.body.details).toContainEqual({ field: 'compose_hash', value: compose_hash })
    await register(app, compose_hash)
    expect((await provision(cvm, body)).body).toMatchObject({ compose_hash, compose_hash_registered: true })
    expect((await commit(cvm, { compose_hash, update_env_vars: false })).status).toBe(202)
    await advance(10)
    expect(await detail(cvm)).toMatchObject({ compose_hash, status: 'running' })
  })

  it.each([
    ['with the second step alone', false, true],
    ['with the first step alone', true, false],
  ])(
    'names of the environment that change %s lead to another file than the one allowed, and the CVM does not start',
    async (_, first, second) => {
      const cvm = named('onchainEoa')
      const { app_id: app } = await detail(cvm)
      const manifest = await manifestOf(cvm)
      const names = [...(manifest.allowed_envs as string[]), 'NEW']
      const { compose_hash } = (await provision(cvm, { ...manifest, secure_time: true, allowed_envs: names, update_env_vars: first })).body
      await register(app, compose_hash)
      expect((await commit(cvm, { compose_hash, env_keys: names, update_env_vars: second })).status).toBe(202)
      await advance(10)
      const after = await detail(cvm)
      expect(after.status).toBe('error')
      expect(after.compose_hash).not.toBe(compose_hash)
    },
  )

  it('names that change alike in both steps are in force afterwards', async () => {
    const cvm = named('onchainEoa')
    const { app_id: app } = await detail(cvm)
    const manifest = await manifestOf(cvm)
    const names = [...(manifest.allowed_envs as string[]), 'NEW']
    const { compose_hash } = (await provision(cvm, { ...manifest, allowed_envs: names, update_env_vars: true })).body
    await register(app, compose_hash)
    await commit(cvm, { compose_hash, env_keys: names, update_env_vars: true })
    await advance(10)
    expect(await detail(cvm)).toMatchObject({ compose_hash, status: 'running' })
    expect((await manifestOf(cvm)).allowed_envs).toEqual(names)
  })
})
