import { manifestOf, textIn } from '../../world/compose-storage.ts'
import { envPublicKey, kmsSigningKey } from '../../world/env-recipient.ts'
import { hourlyPrice, instanceTypeOf } from '../../seed/seed-catalogue.ts'
import { sha256Hex } from '../../seeded-random.ts'
import type { ApiVersion } from './api-version.ts'
import type { Node, SandboxCvm } from '../../world/world.ts'
import { kmsInfo } from './kms-info.ts'

export const gatewayDomain = 'dstack.sandbox.example'

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

const appContractAddress = (cvm: SandboxCvm) => (cvm.kms.chainId === null ? null : `0x${cvm.appId}`)

export const publicUrls = (cvm: SandboxCvm) => [
  {
    app: `https://${cvm.appId}-8080.${gatewayDomain}`,
    instance: cvm.instanceId ? `https://${cvm.instanceId}-8080.${gatewayDomain}` : '',
  },
]

/** `2 hours, 5 minutes`; empty when it is off. */
function uptimeOf(cvm: SandboxCvm, now: number): string {
  if (cvm.startedAt === null) return ''
  const minutes = Math.floor((now - cvm.startedAt) / 60_000)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  if (days > 0) return `${days} days, ${hours % 24} hours`
  return hours > 0 ? `${hours} hours, ${minutes % 60} minutes` : `${minutes} minutes`
}

/** A node measures each kind of OS image as a device of its own; the first is the one that contracts knew before. */
const devicesOf = (node: Node) =>
  [node.deviceId, ...node.otherDeviceIds].map((deviceId, index) => ({ device_id: deviceId, algorithm_version: index + 1 }))

export const nodeRef = (node: Node, { hasTextIds }: Pick<ApiVersion, 'hasTextIds'>) => ({
  object_type: 'node',
  id: node.number,
  node_id: node.number,
  name: node.name,
  region: node.region,
  device_id: node.deviceId,
  ppid: node.ppid,
  ...(hasTextIds ? { device_ids: devicesOf(node) } : {}),
  status: node.status,
  version: node.version,
})

const hourlyRate = ({ vcpu, memoryMb, gpus }: SandboxCvm) => hourlyPrice(vcpu, memoryMb, gpus.length).toFixed(4)

/** Version 2026-01-21 and later. */
export function cvmInfo(cvm: SandboxCvm, version: Pick<ApiVersion, 'hasTextIds'>) {
  const manifest = manifestOf(cvm.compose)
  const logBase = `https://${cvm.appId}-8090.${gatewayDomain}/logs`
  const script = textIn(manifest, 'pre_launch_script')
  const running = cvm.running?.record
  return {
    id: cvm.id,
    name: cvm.name,
    app_id: cvm.appId,
    vm_uuid: cvm.vmUuid,
    instance_id: cvm.instanceId,
    resource: {
      instance_type: instanceTypeOf(cvm.vcpu, cvm.memoryMb),
      vcpu: cvm.vcpu,
      memory_in_gb: cvm.memoryMb / 1024,
      disk_in_gb: cvm.diskGb,
      gpus: cvm.gpus.length,
      compute_billing_price: hourlyRate(cvm),
      billing_period: 'hourly',
      ...(version.hasTextIds ? { hourly_rate: hourlyRate(cvm), billing_interval: 'hourly' } : {}),
    },
    node_info: nodeRef(cvm.node, version),
    os: { name: cvm.image.name, version: cvm.image.version.join('.'), is_dev: cvm.image.isDev, os_image_hash: cvm.image.hash },
    kms_type: cvm.kms.type,
    kms_info: {
      chain_id: cvm.kms.chainId,
      dstack_kms_address: cvm.kms.contractAddress,
      dstack_app_address: appContractAddress(cvm),
      deployer_address: cvm.deployer,
      rpc_endpoint: cvm.kms.rpcUrl,
      encrypted_env_pubkey: envPublicKey(cvm.kms, cvm.appId),
      k256_pubkey: kmsSigningKey(cvm.kms),
    },
    status: cvm.status,
    in_progress: running !== undefined,
    progress: running ? { target: running.targetState, started_at: iso(running.startedAt), correlation_id: running.correlationId } : null,
    compose_hash: cvm.compose.hash,
    docker_compose_hash: sha256Hex(textIn(manifest, 'docker_compose_file')),
    pre_launch_script_hash: script ? sha256Hex(script) : null,
    gateway: { base_domain: gatewayDomain, cname: `_.${gatewayDomain}` },
    logs: {
      serial: `${logBase}/serial`,
      stdout: `${logBase}/stdout`,
      stderr: `${logBase}/stderr`,
      container_log_base: `${logBase}/containers`,
    },
    services: [],
    endpoints: publicUrls(cvm),
    public_logs: manifest.public_logs === true,
    public_sysinfo: manifest.public_sysinfo === true,
    public_tcbinfo: manifest.public_tcbinfo !== false,
    gateway_enabled: manifest.gateway_enabled === true,
    secure_time: manifest.secure_time === true,
    ...(version.hasTextIds ? { managed_env: cvm.managesEnv } : {}),
    storage_fs: manifest.storage_fs === 'ext4' ? 'ext4' : 'zfs',
    workspace: { object_type: 'workspace', id: cvm.workspace.id, name: cvm.workspace.name, slug: cvm.workspace.slug, avatar_url: null },
    creator: { object_type: 'user', id: cvm.creator.id, username: cvm.creator.username, avatar_url: null },
    created_at: iso(cvm.createdAt),
    deleted_at: null,
    listed: cvm.listed,
    project_type: 'dstack',
  }
}

/** Version 2025-10-28. Only a platform admin sees the node's number. */
export function cvmDetailOld(cvm: SandboxCvm, { isAdmin }: { isAdmin: boolean }) {
  const manifest = manifestOf(cvm.compose)
  return {
    id: cvm.number,
    name: cvm.name,
    status: cvm.status,
    app_id: cvm.appId,
    vcpu: cvm.vcpu,
    memory: cvm.memoryMb,
    disk_size: cvm.diskGb,
    teepod_id: isAdmin ? cvm.node.number : null,
    teepod: { id: cvm.node.number, name: cvm.node.name, region_identifier: cvm.node.region },
    in_progress: cvm.running !== null,
    vm_uuid: cvm.vmUuid,
    instance_id: cvm.instanceId,
    base_image: cvm.image.name,
    encrypted_env_pubkey: envPublicKey(cvm.kms, cvm.appId),
    listed: cvm.listed,
    project_id: `prj_${cvm.appId.slice(0, 8)}`,
    project_type: 'dstack',
    instance_type: instanceTypeOf(cvm.vcpu, cvm.memoryMb),
    public_sysinfo: manifest.public_sysinfo === true,
    public_logs: manifest.public_logs === true,
    public_tcbinfo: manifest.public_tcbinfo !== false,
    dapp_dashboard_url: `https://${cvm.appId}-8090.${gatewayDomain}`,
    syslog_endpoint: `https://${cvm.appId}-8090.${gatewayDomain}/logs/serial`,
    kms_info: kmsInfo(cvm.kms),
    contract_address: appContractAddress(cvm),
    deployer_address: cvm.deployer,
    scheduled_delete_at: cvm.scheduledDeleteAt,
    public_urls: publicUrls(cvm),
    gateway_domain: gatewayDomain,
    machine_info: { vcpu: cvm.vcpu, memory: cvm.memoryMb, disk_size: cvm.diskGb, gpu_count: cvm.gpus.length },
    updated_at: iso(cvm.operations[0]?.completedAt ?? cvm.createdAt),
  }
}

/** A list item of version 2025-10-28. */
export function hostedCvm(cvm: SandboxCvm, now: number) {
  return {
    hosted: {
      id: cvm.vmUuid,
      name: cvm.name,
      status: cvm.status,
      uptime: uptimeOf(cvm, now),
      app_url: publicUrls(cvm)[0]!.app,
      app_id: cvm.appId,
      instance_id: cvm.instanceId,
      configuration: null,
      exited_at: iso(cvm.exitedAt),
      boot_progress: cvm.bootProgress,
      boot_error: cvm.bootError,
      shutdown_progress: null,
      image_version: cvm.image.version.join('.'),
    },
    name: cvm.name,
    managed_user: { id: cvm.creator.number, username: cvm.creator.username },
    node: { id: cvm.node.number, name: cvm.node.name, region_identifier: cvm.node.region },
    listed: cvm.listed,
    status: cvm.status,
    in_progress: cvm.running !== null,
    dapp_dashboard_url: null,
    syslog_endpoint: null,
    allow_upgrade: true,
    project_id: null,
    project_type: null,
    billing_period: 'hourly',
    kms_info: kmsInfo(cvm.kms),
    contract_address: appContractAddress(cvm),
    deployer_address: cvm.deployer,
    vcpu: cvm.vcpu,
    memory: cvm.memoryMb,
    disk_size: cvm.diskGb,
    gateway_domain: gatewayDomain,
    public_urls: publicUrls(cvm),
    machine_info: { vcpu: cvm.vcpu, memory: cvm.memoryMb, disk_size: cvm.diskGb, gpu_count: cvm.gpus.length },
  }
}

/** What lifecycle calls answer with; ids are numbers before 2026-05-22. */
export function vmAnswer(cvm: SandboxCvm, { hasTextIds }: Pick<ApiVersion, 'hasTextIds'>) {
  const manifest = manifestOf(cvm.compose)
  return {
    id: hasTextIds ? cvm.id : cvm.number,
    name: cvm.name,
    status: cvm.status,
    teepod_id: cvm.node.number,
    teepod: { id: cvm.node.number, name: cvm.node.name, region_identifier: cvm.node.region },
    user_id: hasTextIds ? cvm.creator.id : cvm.creator.number,
    app_id: cvm.appId,
    vm_uuid: cvm.vmUuid,
    instance_id: cvm.instanceId,
    app_url: publicUrls(cvm)[0]!.app,
    base_image: cvm.image.name,
    vcpu: cvm.vcpu,
    memory: cvm.memoryMb,
    disk_size: cvm.diskGb,
    manifest_version: 2,
    version: cvm.node.version,
    runner: 'docker-compose',
    docker_compose_file: textIn(manifest, 'docker_compose_file'),
    features: ['kms', 'tproxy-net'],
    created_at: iso(cvm.createdAt),
    encrypted_env_pubkey: envPublicKey(cvm.kms, cvm.appId),
  }
}

/** Optional texts are absent rather than `null`: the vendor's own client refuses `null` here. */
export function cvmState(cvm: SandboxCvm, now: number) {
  return {
    id: cvm.vmUuid,
    name: cvm.name,
    status: cvm.status,
    uptime: uptimeOf(cvm, now),
    ...(cvm.instanceId ? { instance_id: cvm.instanceId } : {}),
    ...(cvm.exitedAt !== null ? { exited_at: new Date(cvm.exitedAt).toISOString() } : {}),
    ...(cvm.bootProgress ? { boot_progress: cvm.bootProgress } : {}),
    ...(cvm.bootError ? { boot_error: cvm.bootError } : {}),
  }
}

/** What makes it busy stands beside the status, and since 2026-05-22 in a block of its own; since then its use is measured as well. */
export function cvmStatus(cvm: SandboxCvm, now: number, { hasTextIds }: Pick<ApiVersion, 'hasTextIds'>) {
  const running = cvm.running?.record
  return {
    vm_uuid: cvm.vmUuid,
    status: cvm.status,
    uptime: uptimeOf(cvm, now),
    in_progress: running !== undefined,
    boot_progress: cvm.bootProgress,
    boot_error: cvm.bootError,
    shutdown_progress: null,
    events: (running?.events ?? []).map((event) => ({ event: event.type, body: event.state, timestamp: event.at })),
    ...(hasTextIds
      ? {
          operation: running
            ? { type: running.type, phase: cvm.status, started_at: iso(running.startedAt), correlation_id: running.correlationId }
            : null,
          resource_usage: cvm.status === 'running' ? resourceUsage(cvm) : null,
        }
      : {
          operation_type: running?.type ?? null,
          operation_started_at: running ? iso(running.startedAt) : null,
          correlation_id: running?.correlationId ?? null,
        }),
  }
}

/** The same whenever one looks, so that tests can. */
export function resourceUsage(cvm: SandboxCvm) {
  const memoryBytes = cvm.memoryMb * 1024 * 1024
  const diskBytes = cvm.diskGb * 1024 ** 3
  return {
    cpu_percent: 5 + (cvm.number % 40),
    memory_used_bytes: Math.round(memoryBytes * (0.3 + (cvm.number % 5) / 10)),
    memory_total_bytes: memoryBytes,
    disk_used_bytes: Math.round(diskBytes * 0.4),
    disk_total_bytes: diskBytes,
    egress_bytes: cvm.number * 1_000_000,
  }
}

export function operationAnswer(cvm: SandboxCvm, operation: SandboxCvm['operations'][number]) {
  return {
    correlation_id: operation.correlationId,
    operation_type: operation.type,
    target_state: operation.targetState,
    triggered_by: operation.by.number,
    triggered_by_username: operation.by.username,
    triggered_by_email: operation.by.email,
    started_at: iso(operation.startedAt),
    completed_at: iso(operation.completedAt),
    duration_ms: operation.completedAt === null ? null : operation.completedAt - operation.startedAt,
    status: operation.status,
    error_message: operation.error,
    sub_operations: [],
    events: operation.events.map((event) => ({ event_type: event.type, timestamp: iso(event.at), state: event.state })),
    instance_name: cvm.name,
    compose_hash: operation.composeHash,
  }
}

/** How the older API version writes one CVM for this user, or the newer one. */
export const cvmDetail = (cvm: SandboxCvm, { isAdmin, ...version }: ApiVersion & { isAdmin: boolean }) =>
  version.isNew ? { ...cvmInfo(cvm, version), compose_file: manifestOf(cvm.compose) } : cvmDetailOld(cvm, { isAdmin })
