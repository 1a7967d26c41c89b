import { x25519 } from '@noble/curves/ed25519.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { encryptEnv } from '@/domain/env-encryption.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sandboxWithClient, type SandboxClient } from '../testing/api-client.ts'
import { decryptEnv } from '../world/env-recipient.ts'

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient()
})
afterAll(() => client.stop())
beforeEach(() => client.call('POST', '/sandbox/reset'))

const named = (name: string) => client.info.cvms[name]!
const advance = (advanceSeconds: number) => client.call('POST', '/sandbox/clock', { body: { advanceSeconds } })
const detail = async (cvm: string, headers: Record<string, string> = {}) => (await client.api('GET', `/cvms/${cvm}`, { headers })).body
const inside = async (cvm: string) => (await client.call('GET', `/sandbox/cvms/${cvm}`)).body
const patch = (cvm: string, body: unknown) => client.api('PATCH', `/cvms/${cvm}`, { body })
const apply = async (cvm: string, body: unknown) => {
  const answer = await patch(cvm, body)
  expect(answer.status).toBe(202)
  await advance(10)
  return answer.body.correlation_id as string
}

describe('an update', () => {
  it('of vcpu changes vcpu and what follows from it, and nothing else', async () => {
    const cvm = named('centralKms')
    const before = await detail(cvm)
    const old = await detail(cvm, { 'x-phala-version': '2025-10-28' })
    await apply(cvm, { vcpu: 8 })
    const resource = { ...before.resource, vcpu: 8, instance_type: 'custom', compute_billing_price: '0.3520' }
    expect(await detail(cvm)).toEqual({ ...before, resource })
    expect(await detail(cvm, { 'x-phala-version': '2025-10-28' })).toEqual({
      ...old,
      vcpu: 8,
      instance_type: 'custom',
      machine_info: { ...old.machine_info, vcpu: 8 },
      updated_at: expect.any(String),
    })
  })

  it.each([
    [{ memory: 16384 }, { resource: { memory_in_gb: 16 } }],
    [{ disk_size: 100 }, { resource: { disk_in_gb: 100 } }],
    [
      { public_logs: false, public_sysinfo: false, public_tcbinfo: false },
      { public_logs: false, public_sysinfo: false, public_tcbinfo: false },
    ],
    [{ image: 'dstack-0.5.6' }, { os: { name: 'dstack-0.5.6', version: '0.5.6' } }],
    [{ image: 'dstack-dev-0-5-6' }, { os: { name: 'dstack-dev-0.5.6', is_dev: true } }],
    [{ docker_compose_file: 'services: {}\n' }, { compose_file: { docker_compose_file: 'services: {}\n' } }],
    [{ pre_launch_script: '' }, { compose_file: { pre_launch_script: '' }, pre_launch_script_hash: null }],
    [{ allowed_envs: ['A', 'B'] }, { compose_file: { allowed_envs: ['A', 'B'] } }],
  ])('%j is what the details show afterwards', async (body, shown) => {
    await apply(named('centralKms'), body)
    expect(await detail(named('centralKms'))).toMatchObject(shown)
  })

  it('with null keeps what is there', async () => {
    const cvm = named('centralKms')
    const before = await detail(cvm)
    await apply(cvm, { vcpu: null, docker_compose_file: null, image: null, shutdown_timeout: null })
    expect(await detail(cvm)).toEqual(before)
  })

  it('keeps the file in the CVM’s own layout', async () => {
    for (const [name, layout] of [
      ['ledger-indexer', 'as-stored'],
      ['price-feed', 'indented'],
      ['identity-bridge', 'stripped'],
      ['archive-node', 'tabbed'],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other reads better in a failure
      const { composeFile, composeLayout } = await inside((await detail(name)).id)
      expect(composeLayout).toBe(layout)
      // oxlint-disable-next-line no-await-in-loop
      expect((await client.api('GET', `/cvms/${name}/compose_file?raw=1`)).body).toBe(composeFile)
    }
  })

  it('runs through its stages and leaves a record', async () => {
    const cvm = named('centralKms')
    const { correlation_id: id } = (await patch(cvm, { vcpu: 2 })).body
    const seen: string[] = []
    for (let second = 0; second < 7; second++) {
      // oxlint-disable-next-line no-await-in-loop -- time passes step by step
      seen.push((await client.api('GET', `/cvms/${cvm}/state`)).body.status)
      // oxlint-disable-next-line no-await-in-loop
      await advance(1)
    }
    expect([...new Set(seen)]).toEqual(['stopping', 'updating', 'starting', 'running'])
    const { items, total } = (await client.api('GET', `/cvms/${cvm}/operations`)).body
    expect(total).toBe(8)
    expect(items[0]).toMatchObject({
      correlation_id: id,
      status: 'completed',
      triggered_by_username: 'harbor-owner',
      target_state: 'running',
    })
    expect(items[0].duration_ms).toBeGreaterThanOrEqual(6000)
  })

  it('leaves a stopped CVM stopped', async () => {
    await apply(named('stopped'), { vcpu: 8 })
    expect(await detail(named('stopped'))).toMatchObject({ status: 'stopped', resource: { vcpu: 8 } })
  })

  it('can be cancelled before it was applied, and then changed nothing', async () => {
    const cvm = named('centralKms')
    const before = await detail(cvm)
    const { correlation_id: id } = (await patch(cvm, { vcpu: 8 })).body
    expect((await client.api('POST', `/cvms/${cvm}/operations/cancel`)).body).toEqual({ cancelled: true, correlation_id: id })
    await advance(60)
    expect(await detail(cvm)).toEqual(before)
    expect((await client.api('GET', `/cvms/${cvm}/operations?limit=1`)).body.items[0]).toMatchObject({ status: 'failed' })
    expect((await client.api('POST', `/cvms/${cvm}/operations/cancel`)).body.cancelled).toBe(false)
  })
})

describe('an update that cannot be', () => {
  const tooLong = `services: {}\n#${'x'.repeat(200 * 1024)}`
  it.each([
    ['an unknown image', { image: 'windows-95' }, 'ERR-02-010'],
    ['a file that is not YAML', { docker_compose_file: 'services: [a: b\n  - :' }, 'ERR-01-003'],
    ['a file that is only a word', { docker_compose_file: 'services' }, 'ERR-01-003'],
    ['an empty file', { docker_compose_file: ' ' }, 'ERR-01-002'],
    ['more than 200 KiB', { docker_compose_file: tooLong }, 'ERR-01-003'],
    ['a smaller disk', { disk_size: 20 }, 'ERR-02-009'],
    ['a GPU that the node does not have', { gpus: { gpus: [{ slot: '0000:ff:00.0' }], attach_mode: 'listed' } }, 'ERR-02-006'],
    ['more vCPU than a node has', { vcpu: 100 }, 'ERR-02-003'],
    ['nothing at all', {}, 'ERR-02-008'],
    ['an option alone', { shutdown_timeout: 60 }, 'ERR-02-008'],
  ])('%s is 400', async (_case, body, code) => {
    expect(await patch(named('centralKms'), body)).toMatchObject({
      status: 400,
      body: { error_code: code, request_id: expect.any(String) },
    })
  })

  it('an identifier that the vendor’s own clients leave in the body is no change and no fault', async () => {
    const cvm = named('centralKms')
    expect(await patch(cvm, { id: cvm, vcpu: 2 })).toMatchObject({ status: 202 })
    expect(await patch(named('stopped'), { id: cvm })).toMatchObject({ status: 400, body: { error_code: 'ERR-02-008' } })
  })

  it('GPUs where there are none is 400', async () => {
    expect(await patch(named('deviceNotAllowed'), { gpus: { gpus: [], attach_mode: 'all' } })).toMatchObject({
      status: 400,
      body: { error_code: 'ERR-02-007' },
    })
  })

  it('is refused before an approval is asked for', async () => {
    const answer = await patch(named('onchainEoa'), { docker_compose_file: 'services: [a: b\n  - :' })
    expect(answer).toMatchObject({ status: 400, body: { error_code: 'ERR-01-003' } })
  })

  it.each([
    [{ vcpu: 'four' }, ['body', 'vcpu'], 'int_type'],
    [{ vcpu: 2.5 }, ['body', 'vcpu'], 'int_from_float'],
    [{ vcpu: 0 }, ['body', 'vcpu'], 'greater_than_equal'],
    [{ shutdown_timeout: 5, vcpu: 2 }, ['body', 'shutdown_timeout'], 'greater_than_equal'],
    [{ shutdown_timeout: 5000, vcpu: 2 }, ['body', 'shutdown_timeout'], 'less_than_equal'],
    [{ public_logs: 'yes' }, ['body', 'public_logs'], 'bool_type'],
    [{ allowed_envs: ['A', 1] }, ['body', 'allowed_envs', 1], 'string_type'],
    [{ encrypted_env: 'hello' }, ['body', 'encrypted_env'], 'string_pattern_mismatch'],
    [{ gpus: { count: 1 } }, ['body', 'gpus', 'gpus'], 'missing'],
    // Never taken and dropped: a client would believe that it changed something.
    [{ vcpu: 2, restart_policy: 'always' }, ['body', 'restart_policy'], 'extra_forbidden'],
    [[], ['body'], 'model_attributes_type'],
  ])('%j is 422 at its place', async (body, loc, type) => {
    const answer = await patch(named('centralKms'), body)
    expect(answer).toMatchObject({ status: 422, body: { detail: [{ loc, type, msg: expect.any(String) }] } })
  })

  it('is 422 when it is not JSON', async () => {
    expect(await client.api('PATCH', `/cvms/${named('centralKms')}`, { body: '{' })).toMatchObject({
      status: 422,
      body: { detail: [{ type: 'json_invalid' }] },
    })
  })

  it('is 409 while another runs, 401 without a key, 403 for leased hardware, 404 for another workspace', async () => {
    expect(await patch(named('busy'), { vcpu: 2 })).toMatchObject({ status: 409, body: { detail: expect.stringContaining('in progress') } })
    expect(await client.api('PATCH', `/cvms/${named('centralKms')}`, { body: { vcpu: 2 }, key: null })).toMatchObject({
      status: 401,
      body: { detail: expect.any(String) },
    })
    expect(await patch('gpu-lease-01', { vcpu: 2 })).toMatchObject({ status: 403, body: { error_code: 'ERR-06-006' } })
    expect(await client.api('PATCH', `/cvms/${named('centralKms')}`, { body: { vcpu: 2 }, key: client.info.keys.other })).toMatchObject({
      status: 404,
      body: { error_code: 'ERR-03-001' },
    })
  })

  it('leaves the busy CVM busy for at least a minute', async () => {
    await advance(61)
    expect(await detail(named('busy'))).toMatchObject({ in_progress: true })
  })
})

describe('an environment', () => {
  it('is what was sealed, once the CVM runs', async () => {
    const cvm = named('centralKms')
    const { kms_info } = await detail(cvm)
    const entries = [
      { key: 'API_KEY', value: 'a"b\nc é' },
      { key: 'EMPTY', value: '' },
    ]
    await apply(cvm, { encrypted_env: await encryptEnv(entries, kms_info.encrypted_env_pubkey), allowed_envs: ['API_KEY', 'EMPTY'] })
    expect(await inside(cvm)).toMatchObject({ env: entries, envIgnored: [], bootError: null })
  })

  it('reaches the CVM only under names that its file allows', async () => {
    const cvm = named('centralKms')
    const { kms_info } = await detail(cvm)
    const sealed = await encryptEnv(
      [
        { key: 'LOG_LEVEL', value: 'debug' },
        { key: 'NEW', value: 'x' },
      ],
      kms_info.encrypted_env_pubkey,
    )
    await apply(cvm, { encrypted_env: sealed })
    expect(await inside(cvm)).toMatchObject({ env: [{ key: 'LOG_LEVEL', value: 'debug' }], envIgnored: ['NEW'] })
  })

  it('sealed for another key keeps the CVM from booting', async () => {
    const cvm = named('centralKms')
    await apply(cvm, { encrypted_env: await encryptEnv([{ key: 'LOG_LEVEL', value: 'x' }], '09'.padEnd(64, '0')) })
    expect(await inside(cvm)).toMatchObject({ bootError: 'Failed to decrypt environment variables' })
    expect(await detail(cvm)).toMatchObject({ status: 'error' })
  })

  it('is sealed for a key that the KMS vouches for', async () => {
    const { app_id: app } = await detail(named('onchainEoa'))
    const kms = (await client.api('GET', '/kms/kms-sandbox', { key: null })).body
    const { public_key, signature } = (await client.api('GET', `/kms/kms-sandbox/pubkey/0x${app}`, { key: null })).body
    const message = concatBytes(utf8ToBytes('dstack-env-encrypt-pubkey:'), hexToBytes(app), hexToBytes(public_key))
    const bytes = hexToBytes(signature)
    expect(bytes).toHaveLength(65)
    const recovered = secp256k1.Signature.fromCompact(bytes.slice(0, 64)).addRecoveryBit(bytes[64]!).recoverPublicKey(keccak_256(message))
    expect(recovered.toHex(true)).toBe(kms.k256_pubkey)
    expect((await detail(named('onchainEoa'))).kms_info.encrypted_env_pubkey).toBe(public_key)
  })

  it('sealed by the vendor’s own client opens', async () => {
    const privateKey = hexToBytes('77076d0a7318a57d3c16c17251b26645df9c6c2e1f2c0a1b2c3d4e5f60718293')
    expect(bytesToHex(x25519.getPublicKey(privateKey))).toBe('fcba56caa7d821c3a75439a63f2fb767697bbfb056fa671f22db9fd65ca2d352')
    const sealed =
      '2795696b5432f7162b9d39f045d49e9b6000edaaf737e709ac0a3db737e6980269064bf06c8e352142abd2a111311201c99cdc8647339b81f659d263cb793210dc573aa7392659bac100a62e7cc88b254aafa85a3d7ba53601e181f7153c8fdb87d8d9617973d8821a53821b0bfef27fb49315d71840558807a096120fc38f0e98e2d1bc20c94c497b5bc54b8ede03a2c8b124f88d650196376b770807cbbcab1a7a77f34828ceab4fc3ce1cafff1ed18275e0fab1ccba2a'
    expect(await decryptEnv(sealed, privateKey)).toEqual([
      { key: 'API_KEY', value: 'sk-test-123' },
      { key: 'MULTI', value: 'line1\nline2 "q" é' },
      { key: 'EMPTY', value: '' },
    ])
  })
})

describe('the endpoints for one thing each', () => {
  it('change it and answer in their own shapes', async () => {
    const cvm = named('centralKms')
    const text = (type: string) => ({ headers: { 'content-type': type } })
    const compose = await client.api('PATCH', `/cvms/${cvm}/docker-compose`, { body: 'services: {}\n', ...text('text/yaml') })
    expect(compose).toMatchObject({ status: 202, body: { status: 'in_progress', correlation_id: expect.any(String) } })
    await advance(10)
    expect((await client.api('PATCH', `/cvms/${cvm}/pre-launch-script`, { body: 'echo', ...text('text/plain') })).status).toBe(202)
    await advance(10)
    expect(
      (await client.api('PATCH', `/cvms/${cvm}/resources`, { body: { id: cvm, instance_type: 'tdx.xlarge', allow_restart: 1 } })).status,
    ).toBe(202)
    await advance(10)
    expect((await client.api('PATCH', `/cvms/${cvm}/os-image`, { body: { os_image_name: 'dstack-0.5.6' } })).status).toBe(202)
    await advance(10)
    const visibility = await client.api('PATCH', `/cvms/${cvm}/visibility`, { body: { public_logs: false, public_sysinfo: true } })
    expect(visibility).toMatchObject({ status: 200, body: { memory: 16384, id: 1 } })
    await advance(10)
    expect(await detail(cvm)).toMatchObject({
      resource: { vcpu: 8, memory_in_gb: 16 },
      os: { version: '0.5.6' },
      public_logs: false,
      compose_file: { docker_compose_file: 'services: {}\n', pre_launch_script: 'echo' },
    })
    expect((await client.api('GET', `/cvms/${cvm}/docker-compose.yml`)).body).toBe('services: {}\n')
    expect((await client.api('GET', `/cvms/${cvm}/pre-launch-script`)).body).toBe('echo')
  })

  it('ask for approval when a governed file changes', async () => {
    const cvm = named('onchainEoa')
    const { kms_info } = await detail(cvm)
    const encrypted_env = await encryptEnv([{ key: 'X', value: '1' }], kms_info.encrypted_env_pubkey)
    expect((await client.api('PATCH', `/cvms/${cvm}/envs`, { body: { encrypted_env, env_keys: ['X'] } })).status).toBe(465)
    expect(await client.api('PATCH', `/cvms/${cvm}/envs`, { body: { encrypted_env } })).toMatchObject({
      status: 202,
      body: { allowed_envs_changed: false },
    })
  })

  it('rename, list and schedule without a restart', async () => {
    const cvm = named('centralKms')
    expect((await client.api('PATCH', `/cvms/${cvm}/name`, { body: { name: 'shop-front' } })).status).toBe(204)
    expect(await client.api('PATCH', `/cvms/${cvm}/name`, { body: { name: 'edge-proxy' } })).toMatchObject({
      status: 400,
      body: { detail: expect.any(String) },
    })
    expect((await client.api('PATCH', `/cvms/${cvm}/name`, { body: { name: 'a--b' } })).status).toBe(422)
    expect((await client.api('PATCH', `/cvms/${cvm}/listed`, { body: { listed: false } })).status).toBe(200)
    const at = new Date(Date.now() + 86_400_000).toISOString()
    expect((await client.api('PATCH', `/cvms/${cvm}/scheduled-delete`, { body: { scheduled_delete_at: at } })).status).toBe(200)
    expect(await detail(cvm)).toMatchObject({ name: 'shop-front', listed: false, status: 'running', in_progress: false })
    expect(await detail(cvm, { 'x-phala-version': '2025-10-28' })).toMatchObject({ scheduled_delete_at: at })
  })
})

describe('power', () => {
  it('goes off, on and around', async () => {
    const cvm = named('centralKms')
    const post = (action: string, body?: unknown) => client.api('POST', `/cvms/${cvm}/${action}`, { body })
    expect(await post('shutdown')).toMatchObject({ status: 200, body: { status: 'shutting_down', id: 1 } })
    expect((await post('start')).status).toBe(409)
    await advance(10)
    expect(await detail(cvm)).toMatchObject({ status: 'stopped', in_progress: false })
    expect((await post('start')).body.status).toBe('starting')
    await advance(10)
    expect((await post('restart', { force: false })).body.status).toBe('restarting')
    await advance(10)
    expect(await detail(cvm)).toMatchObject({ status: 'running' })
  })

  it('cannot be called off', async () => {
    await client.api('POST', `/cvms/${named('centralKms')}/restart`)
    expect((await client.api('POST', `/cvms/${named('centralKms')}/operations/cancel`)).status).toBe(409)
    expect((await client.api('POST', `/cvms/${named('busy')}/operations/cancel`)).body.cancelled).toBe(true)
    expect(await detail(named('busy'))).toMatchObject({ status: 'running', in_progress: false })
  })

  it('pulled ends what was running', async () => {
    const cvm = named('centralKms')
    const { correlation_id: id } = (await patch(cvm, { vcpu: 8 })).body
    expect((await client.api('POST', `/cvms/${cvm}/stop`)).status).toBe(200)
    await advance(10)
    expect(await detail(cvm)).toMatchObject({ status: 'stopped', resource: { vcpu: 4 } })
    const { items } = (await client.api('GET', `/cvms/${cvm}/operations?limit=2`)).body
    expect(items[1]).toMatchObject({ correlation_id: id, status: 'failed' })
  })

  it('stops many at once and says what became of each', async () => {
    const ids = [named('centralKms'), named('stopped'), named('busy'), 'cvm_unknown']
    const answer = await client.api('POST', '/cvms/batch-stop', { body: { cvm_ids: ids } })
    expect(answer.body).toEqual({ total: 4, stopped: 1, skipped: 2, errors: [{ cvm_id: 'cvm_unknown', error: 'CVM not found' }] })
    expect((await client.api('POST', '/cvms/batch-stop', { body: { cvm_ids: Array.from({ length: 51 }, String) } })).status).toBe(422)
  })
})
