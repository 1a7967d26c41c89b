import { Hono } from 'hono'
import { apiVersion } from '../answers/api-version.ts'
import { cvmDetail, cvmInfo, gatewayDomain, hostedCvm, operationAnswer, publicUrls } from '../answers/cvm-shapes.ts'
import type { ApiContext } from '../api-context.ts'
import { invalid } from '../api-failure.ts'
import { manifestOf, textIn } from '../../world/compose-storage.ts'
import { findCvm } from '../find-cvm.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { platformScript } from '../../seed/platform-script.ts'
import { images } from '../../seed/seed-catalogue.ts'
import { sha256Hex } from '../../seeded-random.ts'
import { queryNumber } from '../validate-request.ts'
import type { OsImage, SandboxCvm, User } from '../../world/world.ts'

/** Reading CVMs: lists, one in full, its files, its history. */
export function cvmReadRoutes(state: SandboxState) {
  const find = (identifier: string, user: User) => findCvm(state.world, identifier, user)

  /** The own workspace, or as a platform admin the CVMs of one user or on one node. */
  const listed = (request: Request, user: User): SandboxCvm[] => {
    const query = new URL(request.url).searchParams
    const isAdmin = user.role === 'admin'
    if (apiVersion(request, state.settings).hasTextIds) refuseFilters(query)
    const userId = isAdmin ? query.get('user_id') : null
    const nodeId = isAdmin ? (query.get('teepod_id') ?? query.get('node_id')) : null
    return state.world.cvms.filter(
      (cvm) =>
        (userId === null ? cvm.workspace === user.workspace : String(cvm.creator.number) === userId) &&
        (nodeId === null || String(cvm.node.number) === nodeId || cvm.node.id === nodeId),
    )
  }
  const listItem = (request: Request) => {
    const version = apiVersion(request, state.settings)
    const now = state.clock.now()
    return (cvm: SandboxCvm) => (version.isNew ? cvmInfo(cvm, version) : hostedCvm(cvm, now))
  }
  const text = (body: string, type = 'text/plain') => new Response(body, { headers: { 'content-type': `${type}; charset=utf-8` } })

  return new Hono<ApiContext>()
    .get('/cvms', ({ req, var: { user }, json }) => json(listed(req.raw, user).map(listItem(req.raw))))
    .get('/cvms/paginated', ({ req, var: { user }, json }) => {
      const page = queryNumber(req.raw, 'page', { least: 1, otherwise: 1 })
      const size = queryNumber(req.raw, 'page_size', { least: 1, most: 100, otherwise: 30 })
      const all = listed(req.raw, user)
      return json({
        items: all.slice((page - 1) * size, page * size).map(listItem(req.raw)),
        total: all.length,
        page,
        page_size: size,
        pages: Math.ceil(all.length / size),
      })
    })
    .get('/cvms/:id', ({ req, var: { user }, json }) =>
      json(cvmDetail(find(req.param('id'), user), { ...apiVersion(req.raw, state.settings), isAdmin: user.role === 'admin' })),
    )
    .get('/cvms/:id/compose_file', ({ req, var: { user }, json }) => {
      const { compose } = find(req.param('id'), user)
      return req.query('raw') === undefined ? json(manifestOf(compose)) : text(compose.text)
    })
    .get('/cvms/:id/docker-compose.yml', ({ req, var: { user } }) =>
      text(textIn(manifestOf(find(req.param('id'), user).compose), 'docker_compose_file'), 'text/yaml'),
    )
    .get('/cvms/:id/pre-launch-script', ({ req, var: { user } }) =>
      text(textIn(manifestOf(find(req.param('id'), user).compose), 'pre_launch_script')),
    )
    .get('/cvms/:id/pre-launch-script/upgrade-status', ({ req, var: { user }, json }) => {
      const script = textIn(manifestOf(find(req.param('id'), user).compose), 'pre_launch_script')
      const isOfficial = script === platformScript
      return json({
        current_hash: script === '' ? null : sha256Hex(script),
        latest_official_hash: sha256Hex(platformScript),
        is_official: isOfficial,
        is_latest: isOfficial,
        can_upgrade: !isOfficial,
      })
    })
    .get('/cvms/:id/available-os-images', ({ req, var: { user }, json }) => json(availableImages(find(req.param('id'), user))))
    .get('/cvms/:id/operations', ({ req, var: { user }, json }) => json(operationPage(req.raw, find(req.param('id'), user))))
    .get('/cvms/:id/operation-status', ({ req, var: { user }, json }) => {
      const cvm = find(req.param('id'), user)
      if (!cvm.running) return json({ status: 'idle', operation: null, task_state: null })
      return json({ status: 'in_progress', operation: operationAnswer(cvm, cvm.running.record), task_state: 'STARTED' })
    })
    .get('/cvms/:id/user_config', ({ req, var: { user }, json }) => json(userConfig(find(req.param('id'), user))))
    .get('/cvms/:id/stats', ({ req, var: { user }, json }) => json(stats(find(req.param('id'), user), state.clock.now())))
    .get('/cvms/:id/network', ({ req, var: { user }, json }) => {
      const cvm = find(req.param('id'), user)
      const isOnline = cvm.status === 'running'
      return json({
        is_online: isOnline,
        is_public: manifestOf(cvm.compose).public_sysinfo === true,
        error: null,
        internal_ip: isOnline ? `10.${cvm.node.number}.${(cvm.number >> 8) & 255}.${cvm.number & 255}` : null,
        latest_handshake: isOnline ? new Date(state.clock.now() - 12_000).toISOString() : null,
        public_urls: publicUrls(cvm),
      })
    })
}

/** They were the platform's own; since 2026-05-22 they are refused. */
function refuseFilters(query: URLSearchParams) {
  const name = ['user_id', 'teepod_id', 'node_id'].find((one) => query.has(one))
  if (name)
    throw invalid([{ loc: ['query', name], msg: 'Extra inputs are not permitted', type: 'extra_forbidden', input: query.get(name) }])
}

/** Newest version first; a version may lack one of the two images. */
function availableImages(cvm: SandboxCvm) {
  const variant = (image: OsImage | undefined) =>
    image
      ? {
          name: image.name,
          slug: image.slug,
          os_image_hash: image.hash,
          is_current: image === cvm.image,
          requires_gpu: false,
          enabled: true,
        }
      : null
  const versions = [...new Set(images.map(({ version }) => version))]
  return versions.map((version) => ({
    version,
    prod: variant(images.find((image) => image.version === version && !image.isDev)),
    dev: variant(images.find((image) => image.version === version && image.isDev)),
  }))
}

function operationPage(request: Request, cvm: SandboxCvm) {
  const query = new URL(request.url).searchParams
  const limit = queryNumber(request, 'limit', { least: 1, most: 500, otherwise: 50 })
  const time = (name: string) => {
    const asked = query.get(name)
    if (asked === null) return null
    const at = Date.parse(asked)
    if (Number.isNaN(at))
      throw invalid([{ loc: ['query', name], msg: 'Input should be a valid datetime', type: 'datetime_parsing', input: asked }])
    return at
  }
  const from = time('start_time')
  const to = time('end_time')
  const types = query.getAll('operation_types')
  const fitting = cvm.operations.filter(
    ({ startedAt, type }) =>
      (from === null || startedAt >= from) && (to === null || startedAt <= to) && (types.length === 0 || types.includes(type)),
  )
  const cursor = query.get('cursor')
  const start =
    cursor === null ? 0 : fitting.findIndex(({ correlationId }) => correlationId === Buffer.from(cursor, 'base64url').toString()) + 1
  if (cursor !== null && start === 0)
    throw invalid([{ loc: ['query', 'cursor'], msg: 'Invalid cursor', type: 'value_error', input: cursor }])
  const page = fitting.slice(start, start + limit)
  const last = page.at(-1)
  return {
    items: page.map((operation) => operationAnswer(cvm, operation)),
    next_cursor: last && start + limit < fitting.length ? Buffer.from(last.correlationId).toString('base64url') : null,
    total: fitting.length,
  }
}

/** What the node keeps of `user_config`: the part of it that is known there. */
function userConfig(cvm: SandboxCvm) {
  let parsed: Record<string, unknown> = {}
  try {
    const value: unknown = JSON.parse(cvm.userConfig)
    if (typeof value === 'object' && value !== null) parsed = value as Record<string, unknown>
  } catch {
    // Free text is kept for the CVM and has no known parts.
  }
  return {
    hostname: typeof parsed.hostname === 'string' ? parsed.hostname : cvm.name.slice(0, 63),
    ssh_authorized_keys: Array.isArray(parsed.ssh_authorized_keys) ? parsed.ssh_authorized_keys : [],
    default_gateway_domain: typeof parsed.default_gateway_domain === 'string' ? parsed.default_gateway_domain : gatewayDomain,
  }
}

function stats(cvm: SandboxCvm, now: number) {
  const isOnline = cvm.status === 'running'
  const isPublic = manifestOf(cvm.compose).public_sysinfo === true
  const memory = cvm.memoryMb * 1024 * 1024
  const used = Math.round(memory * (0.3 + (cvm.number % 5) / 10))
  const disk = cvm.diskGb * 1024 ** 3
  return {
    is_online: isOnline,
    is_public: isPublic,
    error: null,
    sysinfo:
      isOnline && isPublic
        ? {
            os_name: 'DStack',
            os_version: cvm.image.version.join('.'),
            kernel_version: '6.9.0-dstack',
            cpu_model: 'Intel(R) Xeon(R) 6 (TDX)',
            num_cpus: cvm.vcpu,
            total_memory: memory,
            available_memory: memory - used,
            used_memory: used,
            free_memory: memory - used,
            total_swap: 0,
            used_swap: 0,
            free_swap: 0,
            uptime: cvm.startedAt === null ? 0 : Math.floor((now - cvm.startedAt) / 1000),
            loadavg_one: 1,
            loadavg_five: 0,
            loadavg_fifteen: 0,
            disks: [{ name: 'vda', mount_point: '/', total_size: disk, free_size: Math.round(disk * 0.6) }],
          }
        : null,
    status: cvm.status,
    in_progress: cvm.running !== null,
    boot_progress: cvm.bootProgress,
    boot_error: cvm.bootError,
  }
}
