import { Hono } from 'hono'
import type { ApiContext } from '../api-context.ts'
import { findCvm } from '../find-cvm.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { manifestOf } from '../../world/compose-storage.ts'
import { containersOf } from '../../world/containers.ts'

/** What runs inside a CVM: its containers, with where their logs are. */
export function compositionRoutes(state: SandboxState) {
  return new Hono<ApiContext>().get('/cvms/:id/composition', ({ req, var: { user }, json }) => {
    const cvm = findCvm(state.world, req.param('id'), user)
    const manifest = manifestOf(cvm.compose)
    const isOnline = cvm.status === 'running'
    const isPublic = manifest.public_logs === true
    return json({
      is_online: isOnline,
      is_public: manifest.public_sysinfo === true,
      error: isOnline ? null : 'The CVM is not running',
      docker_compose_file: manifest.docker_compose_file ?? null,
      manifest_version: 2,
      version: '1.0.0',
      runner: 'docker-compose',
      features: Array.isArray(manifest.features) ? manifest.features : [],
      containers: isOnline
        ? containersOf(cvm).map((container) => ({
            id: container.id,
            names: [`/${container.name}`],
            image: container.image,
            image_id: `sha256:${container.id}`,
            command: null,
            created: Math.floor((cvm.startedAt ?? state.clock.now()) / 1000),
            state: 'running',
            status: 'Up',
            log_endpoint: isPublic ? container.logUrl : null,
          }))
        : null,
    })
  })
}
