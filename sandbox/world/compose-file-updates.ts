import { isMap, parseDocument } from 'yaml'
import { parseHash32 } from '@/domain/identifiers.ts'
import { composeLimitBytes } from '@/domain/units.ts'
import { invalid, plain } from '../api/api-failure.ts'
import type { SandboxState } from '../sandbox-state.ts'
import { manifestOf, type Manifest, storeManifest, type StoredCompose, textIn } from './compose-storage.ts'
import { beginUpdate, refuseWhenBusy } from './lifecycle.ts'
import { openedEnv } from './plan-update.ts'
import { allowedEnvNames } from './planned-update.ts'
import { hashRequired, onchainStatus, requireChain } from './two-phase.ts'
import type { PlannedUpdate, ProvisionedCompose, SandboxCvm, User } from './world.ts'

const lifetimeMs = 14 * 24 * 60 * 60 * 1000

/** What the server writes for keys that a request leaves out, whatever the CVM has now. */
const defaults: Manifest = {
  manifest_version: 2,
  runner: 'docker-compose',
  kms_enabled: true,
  gateway_enabled: true,
  tproxy_enabled: true,
  local_key_provider_enabled: false,
  public_logs: true,
  public_sysinfo: true,
  public_tcbinfo: true,
  features: ['kms', 'tproxy-net'],
  no_instance_id: false,
  secure_time: false,
  storage_fs: 'zfs',
}

/**
 * Keeps a whole manifest for fourteen days, by its hash; nothing restarts. Without `updatesNames` the names of the environment stay the CVM's
 * own, whatever the manifest says. Throws 400 for a file that is empty or too large and 422 for one that is not YAML.
 */
export function provisionCompose(
  state: SandboxState,
  { cvm, manifest, updatesNames, by }: { cvm: SandboxCvm; manifest: Manifest; updatesNames: boolean; by: User },
): ProvisionedCompose {
  checkTexts(manifest)
  const names = updatesNames ? (manifest.allowed_envs ?? []) : allowedEnvNames(cvm)
  const compose = inOwnLayout(cvm, { ...defaults, ...manifest, allowed_envs: names })
  const now = state.clock.now()
  const provisioned: ProvisionedCompose = { cvm, compose, by, expiresAt: now + lifetimeMs }
  const { world } = state
  world.provisioned = world.provisioned.filter((one) => one.cvm !== cvm || one.compose.hash !== compose.hash)
  world.provisioned.push(provisioned)
  return provisioned
}

interface Commit {
  cvm: SandboxCvm
  by: User
  composeHash: string
  encryptedEnv: string | null
  names: string[] | null
  updatesNames: boolean
}

/**
 * Puts a provisioned manifest to use, and returns the correlation id. Names that are said otherwise than when it was provisioned lead to
 * another file than the one that was allowed, and the CVM does not start. Throws 400 for an unknown or expired hash, 465 for one that the
 * contract does not allow, 503 on a node in maintenance.
 */
export async function commitCompose(state: SandboxState, commit: Commit): Promise<string> {
  const { cvm, by } = commit
  const wanted = parseHash32(commit.composeHash)
  const isMeant = (one: ProvisionedCompose) => one.cvm === cvm && one.compose.hash === wanted && state.clock.now() < one.expiresAt
  const provisioned = state.world.provisioned.find(isMeant)
  if (!provisioned) throw plain(400, 'No provisioned compose file with this hash: it is unknown, used or expired')
  refuseWhenBusy(cvm)
  if (cvm.node.status === 'MAINTENANCE') throw plain(503, 'The node is under maintenance')
  const composeHash = provisioned.compose.hash
  if (cvm.kms.chainId !== null) {
    const status = await onchainStatus(requireChain(state), cvm, composeHash)
    if (!status.compose_hash_allowed) throw hashRequired(state, { cvm, composeHash, token: null }, null)
  }
  const plan: PlannedUpdate = { operationType: 'compose_update', compose: composeWithNames(cvm, provisioned.compose, commit) }
  if (commit.encryptedEnv !== null) plan.env = await openedEnv(cvm, commit.encryptedEnv)
  refuseWhenBusy(cvm) // someone may have been faster while the chain was asked
  state.world.provisioned = state.world.provisioned.filter((one) => one !== provisioned)
  return beginUpdate(state, cvm, plan, by)
}

function composeWithNames(cvm: SandboxCvm, compose: StoredCompose, { names, updatesNames }: Commit): StoredCompose {
  const manifest = manifestOf(compose)
  const wanted = updatesNames ? (names ?? manifest.allowed_envs ?? []) : allowedEnvNames(cvm)
  return storeManifest({ ...manifest, allowed_envs: wanted }, compose.layout)
}

/** In the CVM's own layout; where order is kept, its keys come first and in its order. */
function inOwnLayout(cvm: SandboxCvm, manifest: Manifest): StoredCompose {
  const known = Object.keys(manifestOf(cvm.compose)).filter((key) => key in manifest)
  const ordered = [...known, ...Object.keys(manifest).filter((key) => !known.includes(key))].map((key) => [key, manifest[key]!] as const)
  return storeManifest(Object.fromEntries(ordered), cvm.compose.layout)
}

function checkTexts(manifest: Manifest) {
  const file = textIn(manifest, 'docker_compose_file')
  if (manifest.runner !== 'bash') {
    if (file.trim() === '') throw plain(400, 'The Docker Compose file is empty')
    const document = parseDocument(file)
    const problem = document.errors[0]?.message ?? (isMap(document.contents) ? null : 'The file is not a mapping')
    if (problem) throw invalid([{ loc: ['body', 'docker_compose_file'], msg: `Value error, ${problem}`, type: 'value_error' }])
  }
  const bytes = Buffer.byteLength(file) + Buffer.byteLength(textIn(manifest, 'pre_launch_script'))
  if (bytes > composeLimitBytes)
    throw plain(400, `Compose file and pre-launch script have ${bytes} bytes together; the limit is ${composeLimitBytes}`)
}
