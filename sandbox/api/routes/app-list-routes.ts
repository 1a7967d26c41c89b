import { parseAppId } from '@/domain/identifiers.ts'
import { Hono } from 'hono'
import { apiVersion, type ApiVersion } from '../answers/api-version.ts'
import { cvmInfo } from '../answers/cvm-shapes.ts'
import type { ApiContext } from '../api-context.ts'
import { structured } from '../api-failure.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { instanceTypeOf } from '../../seed/seed-catalogue.ts'
import { sha256Hex } from '../../seeded-random.ts'
import { queryNumber } from '../validate-request.ts'
import type { SandboxCvm, User } from '../../world/world.ts'

/** Apps with their CVMs; the vendor's CLI lists CVMs this way. */
export function appListRoutes(state: SandboxState) {
  const appsOf = (user: User) => {
    const byApp = new Map<string, SandboxCvm[]>()
    for (const cvm of state.world.cvms) {
      if (cvm.workspace === user.workspace) byApp.set(cvm.appId, [...(byApp.get(cvm.appId) ?? []), cvm])
    }
    return [...byApp.values()]
  }
  return new Hono<ApiContext>()
    .get('/apps', ({ req, var: { user }, json }) => {
      const page = queryNumber(req.raw, 'page', { least: 1, otherwise: 1 })
      const size = queryNumber(req.raw, 'page_size', { least: 1, most: 100, otherwise: 20 })
      const fits = filterOf(new URL(req.url).searchParams)
      const found = appsOf(user).filter((cvms) => cvms.some(fits))
      return json({
        dstack_apps: found.slice((page - 1) * size, page * size).map((cvms) => appAnswer(cvms, apiVersion(req.raw, state.settings))),
        page,
        page_size: size,
        total: found.length,
        total_pages: Math.ceil(found.length / size),
      })
    })
    .get('/apps/filter-options', ({ var: { user }, json }) => {
      const cvms = appsOf(user).flat()
      const distinct = (read: (cvm: SandboxCvm) => string) => [...new Set(cvms.map(read))].toSorted()
      return json({
        statuses: distinct(({ status }) => status),
        image_versions: distinct(({ image }) => image.name),
        instance_types: distinct(({ vcpu, memoryMb }) => instanceTypeOf(vcpu, memoryMb)),
        kms_slugs: distinct(({ kms }) => kms.slug),
        kms_types: distinct(({ kms }) => kms.type),
        regions: distinct(({ node }) => node.region),
        nodes: distinct(({ node }) => node.name),
      })
    })
    .get('/apps/:appId', ({ req, var: { user }, json }) => {
      const appId = parseAppId(req.param('appId').replace(/^app_/, ''))
      const cvms = appsOf(user).find(([first]) => first?.appId === appId)
      if (!cvms) throw structured(404, 'ERR-03-005', 'App not found')
      return json(appAnswer(cvms, apiVersion(req.raw, state.settings)))
    })
}

function filterOf(query: URLSearchParams) {
  const is = (name: string, value: string) => query.get(name) === null || query.get(name) === value
  const search = query.get('search')?.toLowerCase() ?? ''
  const statuses = query.getAll('status')
  return (cvm: SandboxCvm) =>
    (cvm.name.toLowerCase().includes(search) || cvm.appId.includes(search)) &&
    (statuses.length === 0 || statuses.includes(cvm.status)) &&
    is('listed', String(cvm.listed)) &&
    is('base_image', cvm.image.name) &&
    is('instance_type', instanceTypeOf(cvm.vcpu, cvm.memoryMb)) &&
    is('kms_slug', cvm.kms.slug) &&
    is('kms_type', cvm.kms.type) &&
    is('node', cvm.node.name) &&
    is('region', cvm.node.region)
}

function appAnswer(cvms: SandboxCvm[], version: ApiVersion) {
  const first = cvms[0]! // an app is made of its CVMs
  const write = (cvm: SandboxCvm): object => (version.isNew ? cvmInfo(cvm, version) : cvmBasicOld(cvm))
  return {
    id: `prj_${sha256Hex(first.appId).slice(0, 8)}`,
    name: first.name,
    app_id: first.appId,
    app_provision_type: null,
    app_icon_url: null,
    created_at: new Date(first.createdAt).toISOString(),
    kms_type: first.kms.type,
    profile: null,
    current_cvm: write(first),
    cvms: cvms.map((cvm) => write(cvm)),
    cvm_count: cvms.length,
  }
}

const cvmBasicOld = (cvm: SandboxCvm) => ({
  vm_uuid: cvm.vmUuid,
  app_id: cvm.appId,
  name: cvm.name,
  status: cvm.status,
  vcpu: cvm.vcpu,
  memory: cvm.memoryMb,
  disk_size: cvm.diskGb,
  teepod_id: cvm.node.number,
  teepod_name: cvm.node.name,
  region_identifier: cvm.node.region,
  kms_type: cvm.kms.type,
  instance_type: instanceTypeOf(cvm.vcpu, cvm.memoryMb),
  listed: cvm.listed,
  base_image: cvm.image.name,
  kms_slug: cvm.kms.slug,
  kms_id: cvm.kms.id,
  instance_id: cvm.instanceId,
  machine_info: { vcpu: cvm.vcpu, memory: cvm.memoryMb, disk_size: cvm.diskGb, gpu_count: cvm.gpus.length },
  updated_at: null,
})
