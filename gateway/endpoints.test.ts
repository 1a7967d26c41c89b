import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Endpoint, endpoints, findEndpoint } from '../src/api/endpoints.ts'
import { sandboxWithClient, type SandboxClient } from '../sandbox/testing/api-client.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { readSettings } from './settings.ts'
import { origin } from './testing/upstream.ts'

const ids = Object.keys(endpoints) as Endpoint[]
const needsOf = (id: Endpoint) => endpoints[id].needs

/** Rows that the browser app asks for: their names stand in its sources. */
function askedByScreens(): Set<Endpoint> {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && name !== join('api', 'endpoints.ts'))
    .map((name) => readFileSync(join('src', name), 'utf8'))
    .join('\n')
  // Chains are read by viem, which is told an address and no row.
  return new Set(ids.filter((id) => sources.includes(`'${id}'`) || (id === 'POST /rpc/{chain_id}' && sources.includes('/rpc/'))))
}

const screens = askedByScreens()

interface VendorCall {
  /** What a person runs: a command of the CLI, or an action of the SDK. */
  by: string
  method: string
  path: string
  body?: unknown
}

/** What the vendor's CLI and SDK ask for on CVMs that exist, as they write it. `{cvm}` and `{app}` stand for one of the sandbox. */
const vendorCalls: VendorCall[] = [
  { by: 'phala status', method: 'GET', path: '/auth/me' },
  { by: 'getWorkspaces', method: 'GET', path: '/workspaces' },
  { by: 'getWorkspace', method: 'GET', path: '/workspaces/harbor-payments' },
  { by: 'getWorkspaceNodes', method: 'GET', path: '/workspaces/harbor-payments/nodes' },
  { by: 'getWorkspaceQuotas', method: 'GET', path: '/workspaces/harbor-payments/quotas' },
  { by: 'getCvms', method: 'GET', path: '/cvms' },
  { by: 'getCvmList', method: 'GET', path: '/cvms/paginated?page=1&page_size=30' },
  { by: 'getCvmStatusBatch', method: 'POST', path: '/status/batch', body: { vm_uuids: [] } },
  { by: 'phala cvms get', method: 'GET', path: '/cvms/{cvm}' },
  { by: 'getCvmState', method: 'GET', path: '/cvms/{cvm}/state' },
  { by: 'phala cvms stats', method: 'GET', path: '/cvms/{cvm}/stats' },
  { by: 'phala cvms network', method: 'GET', path: '/cvms/{cvm}/network' },
  { by: 'getCvmContainersStats', method: 'GET', path: '/cvms/{cvm}/composition' },
  { by: 'getCvmComposeFile', method: 'GET', path: '/cvms/{cvm}/compose_file' },
  { by: 'getCvmDockerCompose', method: 'GET', path: '/cvms/{cvm}/docker-compose.yml' },
  { by: 'getCvmPreLaunchScript', method: 'GET', path: '/cvms/{cvm}/pre-launch-script' },
  { by: 'getCvmPreLaunchScriptUpgradeStatus', method: 'GET', path: '/cvms/{cvm}/pre-launch-script/upgrade-status' },
  { by: 'getCvmUserConfig', method: 'GET', path: '/cvms/{cvm}/user_config' },
  { by: 'phala cvms attestation', method: 'GET', path: '/cvms/{cvm}/attestation' },
  { by: 'getAvailableOsImages', method: 'GET', path: '/cvms/{cvm}/available-os-images' },
  { by: 'getCvmOperations', method: 'GET', path: '/cvms/{cvm}/operations?limit=50' },
  { by: 'getCvmOperationStatus', method: 'GET', path: '/cvms/{cvm}/operation-status' },
  { by: 'getCvmNetworkConfig', method: 'GET', path: '/cvms/{cvm}/network-config' },
  { by: 'getCvmPorts', method: 'GET', path: '/cvms/{cvm}/ports' },
  { by: 'getCvmFirewallStatus', method: 'GET', path: '/cvms/{cvm}/firewall-status' },
  { by: 'checkCvmIsAllowed', method: 'POST', path: '/cvms/{cvm}/is-allowed', body: {} },
  { by: 'phala deploy --cvm-id', method: 'PATCH', path: '/cvms/{cvm}', body: { vcpu: 2 } },
  { by: 'the commit page', method: 'GET', path: '/cvms/{cvm}/commit-update?token=unknown' },
  { by: 'phala deploy --commit', method: 'POST', path: '/cvms/{cvm}/commit-update', body: { token: 'unknown' } },
  { by: 'renameCvm', method: 'PATCH', path: '/cvms/{cvm}/name', body: { name: 'renamed-by-sdk' } },
  { by: 'updateCvmListed', method: 'PATCH', path: '/cvms/{cvm}/listed', body: { listed: true } },
  { by: 'updateCvmScheduledDelete', method: 'PATCH', path: '/cvms/{cvm}/scheduled-delete', body: { scheduled_delete_at: null } },
  { by: 'updateDockerCompose', method: 'PATCH', path: '/cvms/{cvm}/docker-compose', body: 'services: {}' },
  { by: 'updatePreLaunchScript', method: 'PATCH', path: '/cvms/{cvm}/pre-launch-script', body: 'true' },
  { by: 'upgradePreLaunchScript', method: 'POST', path: '/cvms/{cvm}/pre-launch-script/upgrade-to-latest-official' },
  { by: 'phala envs update', method: 'PATCH', path: '/cvms/{cvm}/envs', body: { encrypted_env: '00' } },
  { by: 'phala cvms resize', method: 'PATCH', path: '/cvms/{cvm}/resources', body: { vcpu: 2 } },
  { by: 'updateCvmVisibility', method: 'PATCH', path: '/cvms/{cvm}/visibility', body: { public_sysinfo: true, public_logs: true } },
  { by: 'updateOsImage', method: 'PATCH', path: '/cvms/{cvm}/os-image', body: { os_image_name: 'unknown' } },
  { by: 'updateCvmNetworkConfig', method: 'PATCH', path: '/cvms/{cvm}/network-config', body: {} },
  { by: 'updateCvmPorts', method: 'PUT', path: '/cvms/{cvm}/ports', body: { ports: [] } },
  { by: 'provisionCvmComposeFileUpdate', method: 'POST', path: '/cvms/{cvm}/compose_file/provision', body: { name: '' } },
  { by: 'commitCvmComposeFileUpdate', method: 'PATCH', path: '/cvms/{cvm}/compose_file', body: { compose_hash: '00' } },
  { by: 'updateCvmComposeFile', method: 'POST', path: '/cvms/{cvm}/compose_file', body: {} },
  { by: 'redeployCvmRevision', method: 'POST', path: '/cvms/{cvm}/revisions/rev_1/redeploy' },
  { by: 'refreshCvmInstanceIds', method: 'PATCH', path: '/cvms/instance-ids', body: { cvm_ids: [], dry_run: true } },
  { by: 'refreshCvmInstanceId', method: 'PATCH', path: '/cvms/{cvm}/instance-id', body: { dry_run: true } },
  { by: 'phala cvms start', method: 'POST', path: '/cvms/{cvm}/start' },
  { by: 'phala cvms stop', method: 'POST', path: '/cvms/{cvm}/shutdown' },
  { by: 'phala cvms stop --force', method: 'POST', path: '/cvms/{cvm}/stop' },
  { by: 'phala cvms restart', method: 'POST', path: '/cvms/{cvm}/restart', body: { force: false } },
  { by: 'batchStopCvms', method: 'POST', path: '/cvms/batch-stop', body: { cvm_ids: [] } },
  { by: 'cancelCvmOperation', method: 'POST', path: '/cvms/{cvm}/operations/cancel' },
  { by: 'phala cvms replicate', method: 'POST', path: '/cvms/{cvm}/replicas', body: {} },
  { by: 'phala cvms replicate --commit', method: 'POST', path: '/cvms/{cvm}/commit-replica', body: { token: 'unknown' } },
  { by: 'createAppInstance', method: 'POST', path: '/apps/{app}/instances', body: {} },
  { by: 'phala cvms list', method: 'GET', path: '/apps?page=1&page_size=50' },
  { by: 'getAppFilterOptions', method: 'GET', path: '/apps/filter-options' },
  { by: 'getAppInfo', method: 'GET', path: '/apps/{app}' },
  { by: 'getAppCvms', method: 'GET', path: '/apps/{app}/cvms' },
  { by: 'getAppRevisions', method: 'GET', path: '/apps/{app}/revisions' },
  { by: 'getAppRevisionDetail', method: 'GET', path: '/apps/{app}/revisions/rev_1' },
  { by: 'redeployAppRevision', method: 'POST', path: '/apps/{app}/revisions/rev_1/redeploy', body: {} },
  { by: 'getAppKmsInfo', method: 'GET', path: '/apps/{app}/kms-info' },
  { by: 'getPendingUpdates', method: 'GET', path: '/apps/{app}/pending-updates' },
  { by: 'getPendingUpdatePreview', method: 'GET', path: '/apps/{app}/pending-updates/uuid/hash/preview' },
  { by: 'getAppDeviceAllowlist', method: 'GET', path: '/apps/{app}/device-allowlist' },
  { by: 'getAppAttestation', method: 'GET', path: '/apps/{app}/attestations' },
  { by: 'getAppUsage', method: 'GET', path: '/apps/{app}/usage' },
  { by: 'checkAppIsAllowed', method: 'POST', path: '/apps/{app}/is-allowed', body: {} },
  { by: 'checkAppCvmsIsAllowed', method: 'POST', path: '/apps/{app}/cvms/is-allowed', body: {} },
  { by: 'phala kms list', method: 'GET', path: '/kms?page=1' },
  { by: 'phala kms chain base', method: 'GET', path: '/kms/on-chain/base' },
  { by: 'getKmsInfo', method: 'GET', path: '/kms/kms-sandbox' },
  { by: 'getKmsLiveInfo', method: 'GET', path: '/kms/kms-sandbox/info' },
  { by: 'getAppEnvEncryptPubKey', method: 'GET', path: '/kms/kms-sandbox/pubkey/{app}' },
  { by: 'phala os-images', method: 'GET', path: '/os-images' },
  { by: 'phala instance-types', method: 'GET', path: '/instance-types' },
  { by: 'phala instance-types cpu', method: 'GET', path: '/instance-types/cpu' },
  { by: 'phala nodes list', method: 'GET', path: '/teepods/available' },
]

describe('every row is there for somebody', () => {
  const askedByVendor = new Set(
    vendorCalls.map(({ method, path }) => findEndpoint(method, `/api/v1${path.split('?', 1)[0]!.replace(/[{}]/g, '')}`)?.id),
  )
  const openToPages = ids.filter((id) => needsOf(id) !== 'own-key')

  test('a screen of ours asks for what a page’s session may ask for', () => {
    expect(openToPages.filter((id) => needsOf(id) === 'session' && !screens.has(id))).toEqual([])
  })

  test('what else stands in the table is asked for by the vendor’s clients', () => {
    expect(ids.filter((id) => !screens.has(id) && !askedByVendor.has(id))).toEqual([])
  })

  test('no screen asks for what a page’s session may not', () => {
    expect([...screens].filter((id) => needsOf(id) === 'own-key')).toEqual([])
  })

  test('the search finds what screens ask for', () => {
    expect(screens.has('POST /api/v1/cvms/{cvm_id}/restart')).toBe(true)
    expect(screens.has('GET /api/v1/cvms/paginated')).toBe(true)
    expect(screens.has('POST /api/v1/cvms/{cvm_id}/replicas')).toBe(false)
  })
})

describe('a page’s session', () => {
  test('cannot make or copy machines, cannot make keys, and deletes nothing but one CVM', () => {
    const costly =
      /^(?:DELETE \/api\/v1\/(?!cvms\/\{cvm_id\}$)|POST \/api\/v1\/cvms$|POST .*(?:replica|\/instances|cvms\/provision|keys|webhooks))/
    expect(ids.filter((id) => costly.test(id) && needsOf(id) !== 'own-key')).toEqual([])
  })
})

describe('the vendor’s clients', () => {
  let client: SandboxClient
  let gateway: Gateway
  let names: { cvm: string; app: string }

  beforeAll(async () => {
    client = await sandboxWithClient({ fleetSize: 8 })
    gateway = createGateway({
      settings: readSettings({}),
      assetsDir: null,
      loadSandbox: () => Promise.resolve(client.sandbox),
      log: () => {},
    })
    const cvm = client.info.cvms['onchainEoa'] ?? ''
    names = { cvm, app: (await client.api('GET', `/cvms/${cvm}`)).body.app_id as string }
  })
  afterAll(() => client.stop())

  test.each(vendorCalls)('$by is let through and known', async ({ method, path, body }) => {
    const filled = path.replace('{cvm}', names.cvm).replace('{app}', names.app)
    const answer = await gateway.fetch(
      new Request(`${origin}/api/v1${filled}`, {
        method,
        headers: { 'x-api-key': client.info.keys.owner, 'x-phala-version': '2026-01-21', 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
    const text = await answer.text()
    expect([401, 403, 405, 500], text).not.toContain(answer.status)
    expect(text).not.toMatch(/GATEWAY_|NO-SUCH-PATH/)
  })

  test('find out about a missing key from the API, not from a lost session', async () => {
    const answer = await gateway.fetch(new Request(`${origin}/api/v1/cvms/paginated`, { headers: { 'x-api-key': 'phak_wrong' } }))
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({ detail: 'Invalid or missing API key' })
  })
})
