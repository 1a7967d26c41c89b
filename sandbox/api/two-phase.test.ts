import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sandboxWithClient, type Answer, type SandboxClient } from '../testing/api-client.ts'

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient()
})
afterAll(() => client.stop())
beforeEach(() => client.call('POST', '/sandbox/reset'))

const compose = (tag: string) => `services:\n  app:\n    image: ghcr.io/harbor/app:${tag}\n`
const wanted = (tag: string) => ({ docker_compose_file: compose(tag) })
const advance = (advanceSeconds: number) => client.call('POST', '/sandbox/clock', { body: { advanceSeconds } })
const days = 86_400
const named = (name: string) => client.info.cvms[name]!

interface Details {
  compose_hash: string
  app_id: string
  device_id: string
  kms_info: unknown
  commit_token: string
  commit_url: string
  api_commit_url: string
  onchain_status: unknown
}

const detailsOf = (answer: Answer) =>
  Object.fromEntries(
    (answer.body.details as { field: string; value: unknown }[]).map(({ field, value }) => [field, value]),
  ) as unknown as Details

/** Calls a function of the app contract from an account of the chain and waits for the block. */
async function send(app: string, data: string, from = client.info.accounts.owner.address): Promise<string> {
  const { result, error } = await client.rpc('eth_sendTransactionSync', [
    { from, to: app.startsWith('0x') ? app : `0x${app}`, data, gas: '0x30d40' },
  ])
  if (error) throw new Error(error.message)
  return (result as { transactionHash: string }).transactionHash
}
const register = (app: string, hash: string) => send(app, `0xdfc77223${hash}`)
const remove = (app: string, hash: string) => send(app, `0x67b3f22c${hash}`)

const patch = (cvm: string, body: unknown, headers: Record<string, string> = {}) => client.api('PATCH', `/cvms/${cvm}`, { body, headers })
const confirm = (cvm: string, hash: string, transaction: string) =>
  patch(cvm, {}, { 'x-compose-hash': hash, 'x-transaction-hash': transaction })
const prepare = (cvm: string, body: unknown) => patch(cvm, body, { 'x-prepare-only': 'true' })
const statusOf = async (cvm: string) =>
  (await client.api('GET', `/cvms/${cvm}`)).body as { status: string; compose_hash: string; in_progress: boolean }

describe('an update of a contract-governed CVM', () => {
  it('asks for its hash, and runs after the owner registered it and confirmed with an empty body', async () => {
    const cvm = named('onchainEoa')
    const asked = await patch(cvm, wanted('2'))
    expect(asked).toMatchObject({ status: 465, body: { error_code: 'ERR-01-005' } })
    const { compose_hash: hash, app_id: app, device_id, kms_info } = detailsOf(asked)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(device_id).toMatch(/^[0-9a-f]{64}$/)
    expect(kms_info).toMatchObject({ slug: 'kms-sandbox', chain_id: 31337 })
    expect(detailsOf(asked)).not.toHaveProperty('commit_token')
    expect(await statusOf(cvm)).toMatchObject({ status: 'running', in_progress: false })

    const accepted = await confirm(cvm, hash, await register(app, hash))
    expect(accepted.status).toBe(202)
    await advance(10)
    expect(await statusOf(cvm)).toMatchObject({ status: 'running', compose_hash: hash })
    const inside = (await client.call('GET', `/sandbox/cvms/${cvm}`)).body
    expect(JSON.parse(inside.composeFile).docker_compose_file).toBe(compose('2'))
    expect(inside.requests).toHaveLength(2)
    expect(inside.requests[1]).toMatchObject({ method: 'PATCH', path: `/api/v1/cvms/${cvm}`, body: {} })
    expect(JSON.stringify(inside.requests)).not.toContain('phak_')
  })

  it('needs no approval when only resources change', async () => {
    expect((await patch(named('onchainEoa'), { vcpu: 4, disk_size: 80 })).status).toBe(202)
  })

  it('is accepted at once when the hash is already allowed, unless the sandbox insists', async () => {
    const cvm = named('onchainEoa')
    const { compose_hash: hash, app_id: app } = detailsOf(await patch(cvm, wanted('2')))
    await register(app, hash)
    expect((await patch(cvm, wanted('2'))).status).toBe(202)

    await client.call('POST', '/sandbox/reset', { body: { always465: true } })
    await patch(cvm, wanted('2'))
    const transaction = await register(app, hash)
    expect((await patch(cvm, wanted('2'))).status).toBe(465)
    expect((await confirm(cvm, hash, transaction)).status).toBe(202)
  })

  it('puts the chain back with a reset, so that a hash of an earlier world is unknown again', async () => {
    const cvm = named('onchainEoa')
    const { compose_hash: hash, app_id: app } = detailsOf(await patch(cvm, wanted('2')))
    await register(app, hash)
    await client.call('POST', '/sandbox/reset')
    expect((await patch(cvm, wanted('2'))).status).toBe(465)
  })
})

describe('a confirmation', () => {
  const asked = async () => {
    const cvm = named('onchainEoa')
    const { compose_hash: hash, app_id: app } = detailsOf(await patch(cvm, wanted('3')))
    return { cvm, hash, app }
  }

  it('of a hash that nobody prepared is 466', async () => {
    const answer = await confirm(named('onchainEoa'), '11'.repeat(32), '22'.repeat(32))
    expect(answer).toMatchObject({ status: 466, body: { error_code: 'ERR-01-006' } })
  })

  it('after fourteen days is 466', async () => {
    const { cvm, hash, app } = await asked()
    const transaction = await register(app, hash)
    await advance(14 * days + 1)
    expect((await confirm(cvm, hash, transaction)).status).toBe(466)
  })

  it('of what waits by its hash works after another one was prepared, unless the sandbox is strict', async () => {
    const { cvm, hash, app } = await asked()
    const transaction = await register(app, hash)
    await patch(cvm, wanted('4'))
    expect((await confirm(cvm, hash, transaction)).status).toBe(202)
    await client.call('POST', '/sandbox/reset', { body: { strictPrepared: true } })
    const strict = await asked()
    const again = await register(strict.app, strict.hash)
    await patch(strict.cvm, wanted('4'))
    expect((await confirm(strict.cvm, strict.hash, again)).status).toBe(466)
  })

  it('of a change that would change nothing is not needed: the server says so, and nothing restarts', async () => {
    const cvm = named('onchainEoa')
    const { docker_compose_file } = (await client.api('GET', `/cvms/${cvm}/compose_file`)).body
    const headers = { 'x-phala-version': '2026-05-22' }
    const answer = await client.api('PATCH', `/cvms/${cvm}`, { body: { docker_compose_file }, headers })
    expect(answer).toMatchObject({ status: 202, body: { status: 'no_change' } })
    expect((await client.api('GET', `/cvms/${cvm}`)).body).toMatchObject({ in_progress: false, status: 'running' })
  })

  it('works once', async () => {
    const { cvm, hash, app } = await asked()
    const transaction = await register(app, hash)
    expect((await confirm(cvm, hash, transaction)).status).toBe(202)
    expect((await confirm(cvm, hash, transaction)).status).toBe(409)
    await advance(10)
    expect((await confirm(cvm, hash, transaction)).status).toBe(466)
  })

  it('is accepted once when it is sent twice at the same moment', async () => {
    const { cvm, hash, app } = await asked()
    const transaction = await register(app, hash)
    const answers = await Promise.all([confirm(cvm, hash, transaction), confirm(cvm, hash, transaction)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409])
  })

  it.each([
    ['without a receipt', async () => '33'.repeat(32)],
    [
      'with a transaction that reverted',
      async (app: string, hash: string) => send(app, `0xdfc77223${hash}`, client.info.accounts.stranger.address),
    ],
    ['with the event of another hash', async (app: string) => register(app, '44'.repeat(32))],
    [
      'with the event of another contract',
      async (_app: string, hash: string) => {
        const other = (await client.api('GET', '/cvms/ledger-indexer')).body.app_id as string
        return register(other, hash)
      },
    ],
    ['with something that is no transaction hash', async () => '0x1234'],
  ])('%s is 467', async (_case, transactionFor) => {
    const { cvm, hash, app } = await asked()
    const answer = await confirm(cvm, hash, await transactionFor(app, hash))
    expect(answer).toMatchObject({ status: 467, body: { error_code: 'ERR-01-007' } })
  })

  it('of a hash that the contract no longer allows is 468', async () => {
    const { cvm, hash, app } = await asked()
    const transaction = await register(app, hash)
    await remove(app, hash)
    expect(await confirm(cvm, hash, transaction)).toMatchObject({ status: 468, body: { error_code: 'ERR-01-008' } })
  })

  it('needs both headers', async () => {
    const { cvm, hash } = await asked()
    expect((await patch(cvm, {}, { 'x-compose-hash': hash })).status).toBe(400)
  })
})

describe('a prepared update', () => {
  const prepared = async (tag = '5') => detailsOf(await prepare(named('onchainSafe'), wanted(tag)))
  const commit = (token: string, body: Record<string, unknown> = {}) =>
    client.api('POST', `/cvms/${named('onchainSafe')}/commit-update`, { key: null, body: { token, ...body } })

  /** The Safe-like owner acts, as its signers would make it. */
  const execute = async (app: string, hash: string) => {
    const { body } = await client.call('POST', '/sandbox/chain', {
      body: { execute: { as: client.info.safeAddress, to: `0x${app}`, data: `0xdfc77223${hash}` } },
    })
    expect(body.status).toBe('success')
    return body.transactionHash as string
  }

  it('carries a token, where to commit it and what the contract says', async () => {
    const details = await prepared()
    expect(details.commit_token).toMatch(/^[0-9a-f-]{36}$/)
    expect(details.api_commit_url).toMatch(/^http:\/\/sandbox\.test\/api\/v1\/cvms\/[0-9a-f-]{36}\/commit-update\?token=/)
    expect(details.commit_url).toContain(`/harbor-payments/cvms/`)
    expect(details.onchain_status).toEqual({ compose_hash_allowed: false, device_id_allowed: true, is_allowed: false })
  })

  it('is committed without a key by whoever holds its token', async () => {
    const { commit_token: token, compose_hash: hash, app_id: app } = await prepared()
    expect((await commit(token, { compose_hash: hash, transaction_hash: 'already-registered' })).status).toBe(468)
    const transaction = await execute(app, hash)
    expect((await client.api('GET', `/cvms/${named('onchainSafe')}/commit-update?token=${token}`, { key: null })).body).toMatchObject({
      compose_hash: hash,
      cvm_name: 'treasury-signer',
      onchain_status: { is_allowed: true },
    })
    const accepted = await commit(token, { compose_hash: hash, transaction_hash: transaction })
    expect(accepted).toMatchObject({ status: 202, body: { status: 'pending' } })
    expect(accepted.body.correlation_id).toBeTruthy()
    await advance(10)
    expect(await statusOf(named('onchainSafe'))).toMatchObject({ compose_hash: hash })
    expect((await commit(token)).status).toBe(466)
  })

  it('is committed by its token alone once the contract allows the hash', async () => {
    const { api_commit_url: url, compose_hash: hash, app_id: app } = await prepared()
    await execute(app, hash)
    const { pathname, search } = new URL(url)
    expect((await client.call('POST', pathname + search)).status).toBe(202)
  })

  it('is superseded by the next one, whose hash is the same for the same content', async () => {
    const first = await prepared()
    const second = await prepared()
    expect(second.compose_hash).toBe(first.compose_hash)
    await execute(second.app_id, second.compose_hash)
    expect((await commit(first.commit_token)).status).toBe(466)
    expect((await commit(second.commit_token)).status).toBe(202)
  })

  it('takes no hash but its own', async () => {
    const { commit_token: token } = await prepared()
    expect((await commit(token, { compose_hash: 'ab'.repeat(32) })).status).toBe(466)
  })

  it('expires after fourteen days', async () => {
    const { commit_token: token, compose_hash: hash, app_id: app } = await prepared()
    await execute(app, hash)
    await advance(14 * days + 1)
    expect((await commit(token)).status).toBe(466)
  })

  it('is void once the CVM runs another file', async () => {
    const { commit_token: token, app_id: app } = await prepared('6')
    await execute(app, detailsOf(await prepare(named('onchainSafe'), wanted('7'))).compose_hash)
    const again = await prepared('6')
    expect((await commit(token)).status).toBe(466)
    expect((await patch(named('onchainSafe'), wanted('7'))).status).toBe(202)
    await advance(10)
    expect((await commit(again.commit_token)).status).toBe(466)
  })

  it('shows as pending with a preview', async () => {
    const { compose_hash: hash, app_id: app } = await prepared()
    const { items } = (await client.api('GET', `/apps/${app}/pending-updates`)).body
    expect(items).toEqual([expect.objectContaining({ compose_hash: hash, on_chain: false, instance_name: 'treasury-signer' })])
    const preview = await client.api('GET', `/apps/${app}/pending-updates/${items[0].vm_uuid}/${hash}/preview`)
    expect(preview.body.pending_docker_compose).toBe(compose('5'))
  })

  it('is no dry run: without an on-chain step the change is applied at once', async () => {
    expect((await prepare(named('centralKms'), wanted('5'))).status).toBe(202)
    expect((await prepare(named('onchainSafe'), { vcpu: 4 })).status).toBe(202)
  })
})

describe('the boot check', () => {
  it('refuses keys on a device that the contract does not allow, in the contract’s words', async () => {
    const cvm = named('deviceNotAllowed')
    const accepted = await patch(cvm, { vcpu: 4 })
    expect(accepted.status).toBe(202)
    await advance(10)
    expect((await client.api('GET', `/cvms/${cvm}/state`)).body).toMatchObject({ status: 'error', boot_error: 'Device not allowed' })
    const { items } = (await client.api('GET', `/cvms/${cvm}/operations?limit=1`)).body
    expect(items[0]).toMatchObject({
      correlation_id: accepted.body.correlation_id,
      status: 'failed',
      error_message: 'The CVM did not boot: Device not allowed',
    })
  })

  it('refuses a file that was taken off the list, and says so before', async () => {
    const cvm = named('onchainEoa')
    const { compose_hash: hash, app_id } = (await client.api('GET', `/cvms/${cvm}`)).body
    await remove(app_id, hash)
    expect((await client.api('POST', `/cvms/${cvm}/is-allowed`, { body: {} })).body).toMatchObject({
      compose_hash_allowed: false,
      device_id_allowed: true,
      is_allowed: false,
      error: 'Compose hash not allowed',
    })
    await client.api('POST', `/cvms/${cvm}/restart`, { body: { force: false } })
    await advance(10)
    expect((await client.call('GET', `/sandbox/cvms/${cvm}`)).body.bootError).toBe('Compose hash not allowed')
  })
})

describe('who governs an app', () => {
  it.each([
    ['onchainEoa', 'eoa', false],
    ['onchainSafe', 'safe', true],
    ['onchainStranger', 'eoa', false],
  ])('%s belongs to an owner of type %s', async (name, type, isContract) => {
    const { app_id: app } = (await client.api('GET', `/cvms/${named(name)}`)).body
    expect((await client.api('GET', `/apps/${app}/kms-info`)).body).toMatchObject({
      is_onchain_kms: true,
      chain_id: 31337,
      app_contract_address: `0x${app}`,
      deployer_type: type,
      is_contract: isContract,
    })
  })

  it('nobody, when the KMS is centralised', async () => {
    const { app_id: app } = (await client.api('GET', `/cvms/${named('centralKms')}`)).body
    expect((await client.api('GET', `/apps/${app}/kms-info`)).body).toEqual({ is_onchain_kms: false, is_contract: false })
  })
})
