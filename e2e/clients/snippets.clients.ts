import { encryptEnv } from '@/domain/env-encryption.ts'
import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import { parseHash32 } from '@/domain/identifiers.ts'
import { refreshBatchBody } from '@/api/instance-ids.ts'
import { batchSnippets } from '@/maintenance/instance-ids/batch-snippets.ts'
import { commitSnippets } from '@/updates/plan/commit-snippets.ts'
import { composeFileSnippets } from '@/updates/plan/compose-file-snippets.ts'
import { requestSnippets } from '@/updates/plan/request-snippets.ts'
import { expect, test } from '../fixtures/gateway.ts'
import type { SandboxControl, SandboxInfo } from '../fixtures/sandbox-control.ts'
import { signedIn } from '../fixtures/signed-in.ts'
import { runSdk, runShell } from './run-client.ts'

/*
 * What the review shows to be copied does, run by the vendor's published clients, what the console's own request does. Each begins in a
 * fresh world and is compared with the same change sent as a plain PATCH.
 */

const world = { fleetSize: 8, applySeconds: 1 }
test.use({ world })

const compose = 'services:\n  web:\n    image: nginx:1.27\n    command: ["sh", "-c", "echo \'it is $$HOME\' `id` \\\\ é"]\n'

/** By the method that the SDK's snippet calls. */
const changes: Record<string, UpdateCvmRequest> = {
  updateCvmResources: { vcpu: 6, memory: 16384 },
  updateDockerCompose: { docker_compose_file: compose },
  updatePreLaunchScript: { pre_launch_script: '#!/bin/sh\necho "it is $HOME" \'quoted\'\n' },
  updateOsImage: { image: 'dstack-0.5.6' },
  updateCvmVisibility: { public_logs: false, public_sysinfo: true },
  updateCvmEnvs: { encrypted_env: '', allowed_envs: ['TOKEN', 'OTHER'] },
  patchCvm: { vcpu: 6, docker_compose_file: compose, allowed_envs: ['TOKEN'] },
}

const request = (gatewayUrl: string, apiKey: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${gatewayUrl}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'PATCH',
    headers: { 'X-API-Key': apiKey, 'X-Phala-Version': '2026-01-21', 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

test.describe('a change of a CVM', () => {
  for (const [method, change] of Object.entries(changes)) {
    test(`${method}: the SDK and the CLI leave the CVM as the console's request does`, async ({ sandbox, gateway }) => {
      const { keys, cvms } = await sandbox.info()
      const cvmId = cvms.centralKms
      const at = { gatewayUrl: gateway.url, apiKey: keys.owner, encryptedEnv: await encryptedFor(gateway.url, keys.owner, cvmId) }
      const body = change.encrypted_env === undefined ? change : { ...change, encrypted_env: at.encryptedEnv }
      const snippets = requestSnippets({ cvmId, body })
      expect(snippets.sdk).toContain(`${method}(`)

      const before = await stateOf(sandbox, at, cvmId)
      const answer = await request(gateway.url, keys.owner, `/cvms/${cvmId}`, body)
      expect(answer.status, await answer.text()).toBe(202)
      const wanted = await stateOf(sandbox, at, cvmId)
      expect(wanted).not.toEqual(before)

      for (const run of [() => runSdk(snippets.sdk, at), () => runShell(snippets.cli, at), () => runShell(snippets.curl, at)]) {
        // oxlint-disable-next-line no-await-in-loop -- one world after the other
        await sandbox.reset(world)
        // oxlint-disable-next-line no-await-in-loop -- as above
        await run()
        // oxlint-disable-next-line no-await-in-loop -- as above
        expect(await stateOf(sandbox, at, cvmId)).toEqual(wanted)
      }
    })
  }
})

test('a confirmation: the SDK and the CLI put to use what its owner has allowed', async ({ sandbox, gateway }) => {
  for (const form of ['sdk', 'cli', 'curl'] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one world after the other
    await confirmed(sandbox, gateway.url, form)
  }
})

async function confirmed(sandbox: SandboxControl, gatewayUrl: string, form: Form) {
  const { apiKey, cvmId, composeHash, transactionHash } = await allowed(sandbox, gatewayUrl)
  const headers = { 'X-Compose-Hash': composeHash, 'X-Transaction-Hash': transactionHash }
  const snippets = requestSnippets({ cvmId, body: {}, headers, isGoverned: true })
  const at = { gatewayUrl, apiKey }
  await (form === 'sdk' ? runSdk(snippets.sdk, at) : runShell(snippets[form], at))
  await sandbox.clock(60)
  expect((await sandbox.inside(cvmId)).composeHash).toBe(composeHash)
}

type Form = 'sdk' | 'cli' | 'curl'

/** A change of a fresh world's CVM that its owner has just allowed on the contract. */
async function allowed(sandbox: SandboxControl, gatewayUrl: string, headers: Record<string, string> = {}) {
  await sandbox.reset(world)
  const { keys, cvms, accounts } = await sandbox.info()
  const cvmId = cvms.onchainEoa
  const asked = await request(gatewayUrl, keys.owner, `/cvms/${cvmId}`, { docker_compose_file: compose }, headers)
  expect(asked.status).toBe(465)
  const { details } = (await asked.json()) as { details: { field: string; value: string }[] }
  const detail = (name: string) => details.find(({ field }) => field === name)?.value.replace(/^0x/, '') ?? ''
  const composeHash = detail('compose_hash')
  const execute = { as: accounts.owner.address, to: `0x${detail('app_id')}`, data: `0xdfc77223${composeHash}` }
  const { transactionHash } = await sandbox.chain({ execute })
  return { apiKey: keys.owner, cvmId, composeHash, commitToken: detail('commit_token'), transactionHash: transactionHash! }
}

test('a commit: the SDK, the CLI and cURL start what was prepared, with the token and without a receipt', async ({ sandbox, gateway }) => {
  for (const form of ['sdk', 'cli', 'curl'] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one world after the other
    await committed(sandbox, gateway.url, form)
  }
})

async function committed(sandbox: SandboxControl, gatewayUrl: string, form: Form) {
  const { apiKey, cvmId, composeHash, commitToken } = await allowed(sandbox, gatewayUrl, { 'X-Prepare-Only': 'true' })
  const snippets = commitSnippets(cvmId, parseHash32(composeHash)!)
  const at = { gatewayUrl, apiKey, commitToken }
  await (form === 'sdk' ? runSdk(snippets.sdk, at) : runShell(snippets[form], at))
  await sandbox.clock(60)
  expect((await sandbox.inside(cvmId)).composeHash).toBe(composeHash)
}

test('a batch: the SDK, the CLI and cURL answer a preview as the console reads it', async ({ sandbox, gateway }) => {
  const { keys, cvms } = await sandbox.info()
  const options = { runningOnly: false, missingOnly: false, overwrite: false, dryRun: true }
  const at = { gatewayUrl: gateway.url, apiKey: keys.admin }
  const ids = [cvms.centralKms, cvms.onchainEoa]
  const wanted = await request(gateway.url, keys.admin, '/cvms/instance-ids', refreshBatchBody(ids, options))
  expect(wanted.status).toBe(200)
  const answer = (await wanted.json()) as { total: number; items: { identifier: string }[] }
  const snippets = batchSnippets(ids, options)
  for (const printed of [await runShell(snippets.curl, at), await runShell(snippets.cli, at)]) expect(JSON.parse(printed)).toEqual(answer)
  const bySdk = await runSdk(snippets.sdk, at)
  for (const { identifier } of answer.items) expect(bySdk).toContain(identifier)
})

test('a key of the manifest: the SDK gives it whole and puts it to use by its hash', async ({ sandbox, gateway }) => {
  const { keys, cvms } = await sandbox.info()
  const cvmId = cvms.centralKms
  const { composeFile: before } = await sandbox.inside(cvmId)
  await runSdk(composeFileSnippets(cvmId, { secure_time: true }).sdk, { gatewayUrl: gateway.url, apiKey: keys.owner })
  await sandbox.clock(60)
  const { composeFile } = await sandbox.inside(cvmId)
  expect(JSON.parse(composeFile)).toEqual({ ...(JSON.parse(before) as object), secure_time: true })
})

test('what the review shows is what runs', async ({ page, sandbox, gateway }) => {
  const { cvms, keys } = await signedIn(page, sandbox)
  const cvmId = cvms.centralKms
  const at = { gatewayUrl: gateway.url, apiKey: keys.owner }
  await page.goto(`/cvms/${cvmId}/edit`)
  await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
  const file = { name: 'docker-compose.yml', mimeType: 'text/yaml', buffer: Buffer.from(compose) }
  await page.getByLabel('Upload Compose file').setInputFiles(file)
  await page.getByRole('button', { name: 'Review' }).click()
  const shown = async (form: string) => {
    await page.getByRole('radio', { name: form }).check()
    return page.locator('pre[aria-label="Request"]').innerText()
  }
  const [sdk, cli] = [await shown('SDK'), await shown('CLI')]
  await runSdk(sdk, at)
  const wanted = await stateOf(sandbox, at, cvmId)
  expect(JSON.parse((await sandbox.inside(cvmId)).composeFile)).toHaveProperty('docker_compose_file', compose)
  await sandbox.reset(world)
  await runShell(cli, at)
  expect(await stateOf(sandbox, at, cvmId)).toEqual(wanted)
})

/** What a change can lead to, once it has ended. */
async function stateOf(sandbox: SandboxControl, { gatewayUrl, apiKey }: { gatewayUrl: string; apiKey: string }, cvmId: string) {
  await sandbox.clock(60)
  const { env, composeFile, composeHash } = await sandbox.inside(cvmId)
  const cvm = (await (await request(gatewayUrl, apiKey, `/cvms/${cvmId}`)).json()) as Record<string, unknown>
  const { resource, os, public_logs, public_sysinfo, public_tcbinfo } = cvm
  return { env, composeFile, composeHash, resource, os, public_logs, public_sysinfo, public_tcbinfo }
}

async function encryptedFor(gatewayUrl: string, apiKey: string, cvmId: SandboxInfo['cvms']['centralKms']): Promise<string> {
  const { encrypted_env_pubkey: key } = (await (await request(gatewayUrl, apiKey, `/cvms/${cvmId}`)).json()) as {
    encrypted_env_pubkey?: string
  }
  return encryptEnv(
    [
      { key: 'TOKEN', value: 'one' },
      { key: 'OTHER', value: 'two $3 "4"' },
    ],
    key ?? (await keyOfOlderShape(gatewayUrl, apiKey, cvmId)),
  )
}

async function keyOfOlderShape(gatewayUrl: string, apiKey: string, cvmId: string): Promise<string> {
  const headers = { 'X-API-Key': apiKey, 'X-Phala-Version': '2025-10-28' }
  const answer = await fetch(`${gatewayUrl}/api/v1/cvms/${cvmId}`, { headers })
  return ((await answer.json()) as { encrypted_env_pubkey: string }).encrypted_env_pubkey
}
