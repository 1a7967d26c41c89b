import { parseAppId } from '@/domain/identifiers.ts'
import { Hono } from 'hono'
import { apiVersion, type ApiVersion } from '../answers/api-version.ts'
import { kmsAnswer, kmsInfo } from '../answers/kms-info.ts'
import type { ApiContext } from '../api-context.ts'
import { plain, structured } from '../api-failure.ts'
import { envPublicKey, signEnvPublicKey } from '../../world/env-recipient.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { images, instanceTypes, hourlyPrice, largest } from '../../seed/seed-catalogue.ts'
import { queryNumber } from '../validate-request.ts'

/** Key management services, and the catalogues that need no workspace. */
export function kmsRoutes(state: SandboxState) {
  const versionOf = (request: Request) => apiVersion(request, state.settings)
  /** Since 2026-06-23 a KMS can be named by its kind as well. */
  const find = (idOrSlug: string, version: ApiVersion) => {
    const kms = state.world.kms.find(
      ({ id, slug, type }) => id === idOrSlug || slug === idOrSlug || (version.hasKmsContracts && type === idOrSlug),
    )
    if (!kms) throw structured(404, 'ERR-02-011', 'KMS not found', { details: [{ field: 'kms_id', value: idOrSlug }] })
    return kms
  }
  const paged = <Item>(request: Request, all: Item[]) => {
    const page = queryNumber(request, 'page', { least: 1, otherwise: 1 })
    const size = queryNumber(request, 'page_size', { least: 1, most: 100, otherwise: 20 })
    return {
      items: all.slice((page - 1) * size, page * size),
      total: all.length,
      page,
      page_size: size,
      pages: Math.ceil(all.length / size),
    }
  }
  const cpuTypes = () =>
    instanceTypes.map(({ id, name, vcpu, memoryMb }) => ({
      id,
      name,
      description: `${vcpu} vCPU, ${memoryMb / 1024} GB`,
      vcpu,
      memory_mb: memoryMb,
      hourly_rate: hourlyPrice(vcpu, memoryMb, 0).toFixed(4),
      requires_gpu: false,
      default_disk_size_gb: 20,
      family: 'cpu',
    }))
  return new Hono<ApiContext>()
    .get('/kms', ({ req, json }) => {
      const onchain = req.query('is_onchain')
      return json(
        paged(
          req.raw,
          state.world.kms
            .filter(({ chainId }) => onchain === undefined || (chainId !== null) === (onchain === 'true'))
            .map((kms) => kmsAnswer(kms, versionOf(req.raw))),
        ),
      )
    })
    .get('/kms/on-chain/:chain', ({ req, json }) => {
      const governed = state.world.kms.filter(({ chainId }) => chainId !== null)
      return json({
        chain_name: req.param('chain'),
        chain_id: governed[0]?.chainId ?? 0,
        contracts: governed.map(({ contractAddress, chainId }) => ({
          contract_address: contractAddress,
          chain_id: chainId,
          chain_name: req.param('chain'),
          devices: state.world.nodes.map((node) => ({ device_id: node.deviceId, node_name: node.name, on_chain_allowed: null })),
          os_images: images.map(({ name, version, hash }) => ({
            name,
            version: version.join('.'),
            os_image_hash: hash,
            on_chain_allowed: true,
          })),
        })),
      })
    })
    .get('/teepods/available', ({ json }) => json(availableNodes(state)))
    .get('/kms/:id', ({ req, json }) => json(kmsAnswer(find(req.param('id'), versionOf(req.raw)), versionOf(req.raw))))
    .get('/kms/:id/pubkey/:appId', ({ req, json }) => {
      const kms = find(req.param('id'), versionOf(req.raw))
      const appId = parseAppId(req.param('appId'))
      if (!appId) throw plain(400, 'An app id is 20 bytes of hex')
      return json({ public_key: envPublicKey(kms, appId), signature: signEnvPublicKey(kms, appId) })
    })
    .get('/os-images', ({ req, json }) => {
      const isDev = req.query('is_dev')
      const found = images.filter((image) => isDev === undefined || image.isDev === (isDev === 'true'))
      const written = found.map(({ name, slug, version, hash, isDev: dev }) => ({
        name,
        slug,
        version: version.join('.'),
        os_image_hash: hash,
        is_dev: dev,
        requires_gpu: false,
      }))
      return json(paged(req.raw, written))
    })
    .get('/instance-types', ({ json }) => json({ result: [{ name: 'cpu', items: cpuTypes(), total: instanceTypes.length }] }))
    .get('/instance-types/:family', ({ req, json }) => {
      if (req.param('family') !== 'cpu') throw plain(404, 'Instance type family not found')
      return json({ items: cpuTypes(), total: instanceTypes.length, family: 'cpu' })
    })
}

/** Where a new machine could go. The sandbox makes none; the vendor's clients read this all the same. */
function availableNodes({ world }: SandboxState) {
  const kmsList = world.kms.map(kmsInfo)
  return {
    tier: 'PRO',
    capacity: { max_instances: -1, max_vcpu: -1, max_memory: -1, max_disk: -1 },
    nodes: world.nodes
      .filter(({ status }) => status === 'ONLINE')
      .map((node) => ({
        teepod_id: node.number,
        name: node.name,
        listed: true,
        resource_score: 1,
        remaining_vcpu: largest.vcpu,
        remaining_memory: largest.memoryMb,
        remaining_cvm_slots: 10,
        images: images.map(({ name, version, isDev, hash }) => ({
          name,
          is_dev: isDev,
          version,
          os_image_hash: hash,
        })),
        support_onchain_kms: true,
        device_id: node.deviceId,
        region_identifier: node.region,
        default_kms: world.kms[0]?.slug ?? null,
        kms_list: world.kms.map(({ slug }) => slug),
      })),
    kms_list: kmsList,
  }
}
