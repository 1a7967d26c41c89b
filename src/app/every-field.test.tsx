// @vitest-environment jsdom
import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { CvmTabId } from '@/domain/cvm-tabs.ts'
import { abbreviate } from '@/lib/abbreviate.ts'
import { appBeforeSandbox } from '../../sandbox/testing/app-before-sandbox.ts'
import { settledApp, showApp } from './testing/show-app.tsx'

vi.setConfig({ testTimeout: 300_000 })

/** Where a field of the answer is to be read: a card of a tab, or the head of every tab. */
interface Place {
  tab: CvmTabId
  card: string | null
  /** How the page says the value, which comes as a text; by default as it is. An id is said by its first and last characters. */
  says: (value: string) => string | RegExp
}

const id = (value: string) => (value.startsWith('0x') ? `0x${abbreviate(value.slice(2))}` : abbreviate(value))
const place =
  (tab: CvmTabId, card: string | null) =>
  (says: Place['says'] = (value) => value): Place => ({ tab, card, says })

const head = place('overview', null)
const resources = place('overview', 'Resources')
const platform = place('overview', 'OS and node')
const origin = place('overview', 'Origin')
const visibility = place('overview', 'Visibility')
const endpoints = place('overview', 'Endpoints')
const settings = place('overview', 'Settings')
const running = place('overview', 'Running operation')
const trust = place('trust', 'Trust')
const approval = place('trust', 'Who approves an update')
const kms = place('trust', 'KMS')
const gateway = place('network', 'Gateway')
const domain = place('network', 'Custom domain')
const hashes = place('configuration', 'Hashes')
const logs = place('logs', 'Addresses of the logs')

const inGb = (value: string) => `${value} GB`
const age = () => /(?:ago|in|just now)/
const visible = (label: string) => visibility((isPublic) => new RegExp(`${label} ?${isPublic === 'true' ? 'public' : 'private'}`))
const withoutScheme = (url: string) => url.replace(/^https:\/\//, '')

/** What is left out on purpose, and why. */
type Nowhere = string

/** API versions since 2026-01-21. A list is named once, by `[]`. */
const newer: Record<string, Place | Nowhere> = {
  id: head(id),
  name: head(),
  app_id: head(id),
  vm_uuid: head(id),
  instance_id: head(id),
  status: head(() => 'Running'),
  'resource.instance_type': resources(),
  'resource.vcpu': resources(),
  'resource.memory_in_gb': resources(inGb),
  'resource.disk_in_gb': resources(inGb),
  'resource.gpus': resources((count) => (count === '0' ? 'none' : count)),
  'resource.compute_billing_price': resources((price) => `$${price}`),
  'resource.billing_period': resources(() => 'an hour'),
  'resource.hourly_rate': resources((price) => `$${price}`),
  'resource.billing_interval': resources(() => 'an hour'),
  'node_info.object_type': 'says what kind of thing the block is',
  'node_info.id': platform((number) => `node id ${number}`),
  'node_info.node_id': platform((number) => `node id ${number}`),
  'node_info.name': platform(),
  'node_info.region': platform(),
  'node_info.device_id': trust(id),
  'node_info.device_ids[].device_id': trust(id),
  'node_info.device_ids[].algorithm_version': 'says how the node computed the id, and nobody can act on it',
  'node_info.ppid': platform(id),
  'node_info.status': platform(() => 'online'),
  'node_info.version': platform((version) => `version ${version}`),
  'os.name': platform(),
  'os.version': platform(),
  'os.is_dev': platform(() => 'development image'),
  'os.os_image_hash': platform(id),
  kms_type: kms(),
  'kms_info.chain_id': trust(),
  'kms_info.dstack_kms_address': trust(id),
  'kms_info.dstack_app_address': trust(id),
  'kms_info.deployer_address': approval(id),
  'kms_info.rpc_endpoint': kms(),
  'kms_info.encrypted_env_pubkey': kms(id),
  'kms_info.k256_pubkey': kms(id),
  in_progress: running(() => 'Correlation id'),
  'progress.target': running(),
  'progress.started_at': running(age),
  'progress.correlation_id': running(id),
  compose_hash: trust(id),
  docker_compose_hash: hashes(id),
  pre_launch_script_hash: hashes(id),
  'gateway.base_domain': gateway(),
  'gateway.cname': domain(),
  'logs.serial': logs(),
  'logs.stdout': logs(),
  'logs.stderr': logs(),
  'logs.container_log_base': logs(),
  'services[].name': gateway(),
  'endpoints[].app': endpoints(withoutScheme),
  'endpoints[].instance': endpoints(withoutScheme),
  public_logs: visible('Logs'),
  public_sysinfo: visible('System information'),
  public_tcbinfo: visible('TCB information'),
  gateway_enabled: gateway((isOn) => (isOn === 'true' ? 'through the gateway' : 'not used')),
  secure_time: platform((isOn) => (isOn === 'true' ? 'Secure timeon' : 'Secure timeoff')),
  managed_env: place('configuration', 'Environment')(() => 'The platform keeps this environment'),
  storage_fs: platform(),
  'workspace.object_type': 'says what kind of thing the block is',
  'workspace.id': origin(id),
  'workspace.name': origin(),
  'workspace.slug': origin(),
  'workspace.avatar_url': 'a picture on another host, which pages load nothing from',
  'creator.object_type': 'says what kind of thing the block is',
  'creator.id': origin(id),
  'creator.username': origin(),
  'creator.avatar_url': 'a picture on another host, which pages load nothing from',
  created_at: origin(age),
  deleted_at: origin(() => 'Deleted'),
  listed: settings((isListed) => (isListed === 'true' ? 'Anyone can find this CVM' : 'Nobody finds this CVM')),
  project_type: origin(),
}

/** API version 2025-10-28. */
const older: Record<string, Place | Nowhere> = {
  id: head(),
  name: head(),
  status: head(() => 'Running'),
  app_id: head(id),
  vcpu: resources(),
  memory: resources((mb) => `${Number(mb) / 1024} GB`),
  disk_size: resources(inGb),
  teepod_id: platform((number) => `node id ${number}`),
  'teepod.id': platform((number) => `node id ${number}`),
  'teepod.name': platform(),
  'teepod.region_identifier': platform(),
  in_progress: running(() => 'Correlation id'),
  vm_uuid: head(id),
  instance_id: head(id),
  base_image: platform(),
  encrypted_env_pubkey: kms(id),
  listed: settings((isListed) => (isListed === 'true' ? 'Anyone can find this CVM' : 'Nobody finds this CVM')),
  project_id: origin(id),
  project_type: origin(),
  instance_type: resources(),
  public_sysinfo: visible('System information'),
  public_logs: visible('Logs'),
  public_tcbinfo: visible('TCB information'),
  dapp_dashboard_url: gateway(() => 'Open the app’s own dashboard'),
  syslog_endpoint: logs(),
  'kms_info.id': kms(id),
  'kms_info.url': kms(),
  'kms_info.version': kms(),
  'kms_info.slug': kms(),
  'kms_info.chain_id': trust(),
  'kms_info.kms_contract_address': trust(id),
  'kms_info.gateway_app_id': kms(id),
  'kms_info.k256_pubkey': kms(id),
  contract_address: trust(id),
  deployer_address: approval(id),
  scheduled_delete_at: settings(() => 'scheduled for'),
  'public_urls[].app': endpoints(withoutScheme),
  'public_urls[].instance': endpoints(withoutScheme),
  gateway_domain: gateway(),
  'machine_info.vcpu': 'the same as vcpu',
  'machine_info.memory': 'the same as memory',
  'machine_info.disk_size': 'the same as disk_size',
  'machine_info.gpu_count': resources((count) => (count === '0' ? 'none' : count)),
  updated_at: 'the end of the newest operation, which stands among them',
}

/** What no CVM of the sandbox has, so that there is something to look for. */
const madeUp: Record<string, unknown> = {
  deleted_at: '2026-11-01T00:00:00Z',
  scheduled_delete_at: '2031-01-01T00:00:00Z',
  services: [{ name: 'made-up-service' }],
  managed_env: true,
  pre_launch_script_hash: 'ab'.repeat(32),
  secure_time: true,
}

/** The server answers in the older shape whatever it is asked for. */
let knowsOnlyOlder = false
/** The last answer about the CVM in each shape, as the page had it. */
let answers: { newer?: Entries; older?: Entries } = {}
type Entries = Record<string, unknown>

const page = appBeforeSandbox({
  as: 'admin',
  async through({ url: { pathname }, send }) {
    const answer = await send(knowsOnlyOlder ? { 'x-phala-version': '2025-10-28' } : {})
    if (!/\/cvms\/[^/]+$/.test(pathname) || pathname.endsWith('paginated') || !answer.ok) return answer
    const body = (await answer.json()) as Entries
    const isNewer = 'resource' in body
    for (const [name, value] of Object.entries(madeUp)) if (name in body || (isNewer && name === 'managed_env')) body[name] = value
    if (isNewer) body['os'] = { ...(body['os'] as Entries), is_dev: true }
    answers[isNewer ? 'newer' : 'older'] = body
    return Response.json(body)
  },
})

async function open(cvmId: string, tab: CvmTabId) {
  answers = {}
  await showApp(`/cvms/${cvmId}?tab=${tab}`)
  await settledApp()
}

const inProgress = (field: string) => field === 'in_progress' || field.startsWith('progress.')

/** Names of all fields that hold something themselves. */
function fieldsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.slice(0, 1).flatMap((one) => fieldsIn(one, `${path}[]`))
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'compose_file' ? [] : fieldsIn(inner, path === '' ? name : `${path}.${name}`),
  )
}

const valueAt = (answer: Entries, field: string): unknown =>
  field.split('.').reduce<unknown>((found, name) => {
    const inner = (found as Entries | null | undefined)?.[name.replace('[]', '')]
    return name.endsWith('[]') ? (inner as unknown[] | undefined)?.[0] : inner
  }, answer)

/** Where each field is looked for on the CVM's pages, and what was not found there. */
async function missing(table: Record<string, Place | Nowhere>, shape: 'newer' | 'older', cvm: string, fits: (field: string) => boolean) {
  const rows = Object.entries(table).filter((row): row is [string, Place] => typeof row[1] !== 'string' && fits(row[0]))
  const notFound: string[] = []
  for (const tab of new Set(rows.map(([, { tab }]) => tab))) {
    // oxlint-disable-next-line no-await-in-loop -- one page at a time
    await open(page.client.info.cvms[cvm]!, tab)
    for (const [field, { tab: at, card, says }] of rows) {
      if (at !== tab) continue
      const value = valueAt(answers[shape]!, field)
      expect(value, `a value of ${field}, so that it can be looked for`).not.toBeOneOf([null, undefined, ''])
      const where = card === null ? screen.getByRole('main') : screen.queryByRole('region', { name: card })
      const words = says(String(value))
      const text = where?.textContent ?? ''
      // Addresses on a chain mean the same in either case.
      if (typeof words === 'string' ? !text.toLowerCase().includes(words.toLowerCase()) : !words.test(text))
        notFound.push(`${field} in ${card ?? 'the head'} of ${tab}`)
    }
  }
  return notFound
}

test('every field of the newer shape has its place, and every field of the answer is in the list', async () => {
  expect(await missing(newer, 'newer', 'onchainEoa', (field) => !inProgress(field))).toEqual([])
  expect(fieldsIn(answers.newer).filter((field) => !(field in newer) && field !== 'progress')).toEqual([])
  expect(await missing(newer, 'newer', 'busy', inProgress)).toEqual([])
})

test('every field of the older shape has its place where that is the only one', async () => {
  knowsOnlyOlder = true
  expect(await missing(older, 'older', 'onchainEoa', (field) => !inProgress(field))).toEqual([])
  expect(answers.newer).toBeUndefined()
  expect(fieldsIn(answers.older).filter((field) => !(field in older))).toEqual([])
  expect(await missing(older, 'older', 'busy', inProgress)).toEqual([])
})

test('where both shapes can be read, what only the older one says is there as well', async () => {
  knowsOnlyOlder = false
  const onlyOlder = ['project_id', 'dapp_dashboard_url', 'scheduled_delete_at', 'kms_info.id', 'kms_info.url', 'kms_info.version']
  expect(await missing(older, 'older', 'onchainEoa', (field) => onlyOlder.includes(field))).toEqual([])
})

test('one odd field costs that field alone', async () => {
  await open(page.client.info.cvms['onchainEoa']!, 'overview')
  const before = screen.getByRole('region', { name: 'OS and node' }).textContent
  madeUp['secure_time'] = { odd: true }
  await open(page.client.info.cvms['onchainEoa']!, 'overview')
  const after = screen.getByRole('region', { name: 'OS and node' }).textContent
  expect(after).toBe(before.replace('Secure timeon', 'Secure timenot reported'))
})
