import { Hono } from 'hono'
import * as z from 'zod/mini'
import { sha256Hex } from '../../seeded-random.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { gatewayDomain } from '../answers/cvm-shapes.ts'
import { refuseWhenBusy } from '../../world/lifecycle.ts'
import type { SandboxCvm, User } from '../../world/world.ts'
import type { ApiContext } from '../api-context.ts'
import { plain } from '../api-failure.ts'
import { findCvm, refuseForRental } from '../find-cvm.ts'
import { readJsonBody, validate } from '../validate-request.ts'

const portsSchema = z.object({
  ports: z.array(z.object({ vm_port: z.int().check(z.minimum(1), z.maximum(65_535)), protocol: z.enum(['tcp', 'udp']) })),
})

/** Ports of a CVM that its node passes on, and what is known of its network. */
export function networkRoutes(state: SandboxState) {
  const find = (identifier: string, user: User) => findCvm(state.world, identifier, user)
  return new Hono<ApiContext>()
    .get('/cvms/:id/ports', ({ req, var: { user }, json }) => json(portsOf(find(req.param('id'), user))))
    .put('/cvms/:id/ports', async ({ req, var: { user }, json }) => {
      const cvm = find(req.param('id'), user)
      refuseForRental(cvm)
      if (!cvm.node.mapsPorts) throw plain(403, 'Port mapping is not enabled on this node')
      const { ports } = validate(portsSchema, await readJsonBody(req.raw))
      refuseWhenBusy(cvm)
      if (new Set(ports.map(nameOf)).size < ports.length) throw plain(409, 'A port is mapped twice')
      cvm.ports = ports.map(({ vm_port, protocol }) => ({ vmPort: vm_port, protocol }))
      return json(portsOf(cvm))
    })
    .get('/cvms/:id/network-config', ({ req, var: { user }, json }) => {
      const cvm = find(req.param('id'), user)
      return json({ kms_urls: [cvm.kms.url], gateway_urls: [`https://gateway.${gatewayDomain}:9202`], ports: portsOf(cvm) })
    })
    .get('/cvms/:id/firewall-status', ({ req, var: { user }, json }) => {
      const { node } = find(req.param('id'), user)
      return json(node.mapsPorts ? { available: true, reason: null } : { available: false, reason: 'The node has no firewall of its own' })
    })
}

const nameOf = ({ vm_port, protocol }: { vm_port: number; protocol: string }) => `${vm_port}/${protocol}`

/** The node chooses its own port; the same one is kept for the same mapping. */
function portsOf(cvm: SandboxCvm) {
  return cvm.ports.map(({ vmPort, protocol }) => {
    const mark = sha256Hex(`${cvm.vmUuid}/${vmPort}/${protocol}`)
    return {
      id: `pm_${mark.slice(0, 8)}`,
      host_port: 20_000 + (Number.parseInt(mark.slice(0, 6), 16) % 20_000),
      vm_port: vmPort,
      protocol,
      host_address: '0.0.0.0',
    }
  })
}
