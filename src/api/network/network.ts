import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { cvmKeys } from '@/api/cvm-keys.ts'
import { requestJson } from '@/api/http.ts'
import { orNull, text } from '@/api/schemas/parts.ts'
import { anyId, flag, number, time, unreadOf } from '@/api/schemas/values.ts'
import { slowPollMs } from '@/domain/poll-delay.ts'

const portsSchema = z.array(z.looseObject({ id: anyId, host_port: number, vm_port: number, protocol: text, host_address: text }))

/** A port of the CVM that its node passes on. `null` is not reported. */
export interface MappedPort {
  id: string | null
  vmPort: number | null
  protocol: string | null
  hostPort: number | null
  hostAddress: string | null
}

/** A port that is asked for; the node chooses its own. */
export interface WantedPort {
  vmPort: number
  protocol: 'tcp' | 'udp'
}

const linkSchema = z.looseObject({ is_online: flag, error: text, internal_ip: text, latest_handshake: time })
const settingsSchema = z.looseObject({ kms_urls: orNull(z.array(z.string())), gateway_urls: orNull(z.array(z.string())) })
const firewallSchema = z.looseObject({ available: flag, reason: text })

export async function fetchPorts(cvmId: string, signal?: AbortSignal): Promise<{ ports: MappedPort[]; unreadable: number }> {
  const answer = await requestJson('GET /api/v1/cvms/{cvm_id}/ports', portsSchema, { path: { cvm_id: cvmId }, signal })
  return { ports: answer.map(portFrom), unreadable: unreadOf(answer) }
}

const portFrom = ({ id, host_port, vm_port, protocol, host_address }: z.output<typeof portsSchema>[number]): MappedPort => ({
  id,
  vmPort: vm_port,
  protocol,
  hostPort: host_port,
  hostAddress: host_address,
})

/**
 * Puts these ports in the place of all there are. Throws `not-permitted` (403) where the feature is off for this CVM, and `busy` or
 * `conflict` (409).
 */
export const savePorts = (cvmId: string, ports: readonly WantedPort[]) =>
  requestJson('PUT /api/v1/cvms/{cvm_id}/ports', z.unknown(), {
    path: { cvm_id: cvmId },
    body: { ports: ports.map(({ vmPort, protocol }) => ({ vm_port: vmPort, protocol })) },
  })

const keyed = (cvmId: string, what: string) => [...cvmKeys.one(cvmId), what] as const

export const networkQueries = {
  ports: (cvmId: string) =>
    queryOptions({ queryKey: keyed(cvmId, 'ports'), queryFn: ({ signal }) => fetchPorts(cvmId, signal), staleTime: slowPollMs }),

  firewall: (cvmId: string) =>
    queryOptions({
      queryKey: keyed(cvmId, 'firewall'),
      queryFn: ({ signal }) =>
        requestJson('GET /api/v1/cvms/{cvm_id}/firewall-status', firewallSchema, { path: { cvm_id: cvmId }, signal }),
      staleTime: slowPollMs,
      retry: false,
    }),

  /** Which servers the CVM was told to use. */
  settings: (cvmId: string) =>
    queryOptions({
      queryKey: keyed(cvmId, 'network-config'),
      queryFn: ({ signal }) => requestJson('GET /api/v1/cvms/{cvm_id}/network-config', settingsSchema, { path: { cvm_id: cvmId }, signal }),
      staleTime: slowPollMs,
      retry: false,
    }),

  /** How the gateway reaches the CVM now. */
  link: (cvmId: string) =>
    queryOptions({
      queryKey: keyed(cvmId, 'network'),
      queryFn: ({ signal }) => requestJson('GET /api/v1/cvms/{cvm_id}/network', linkSchema, { path: { cvm_id: cvmId }, signal }),
      staleTime: slowPollMs,
      retry: false,
    }),
}
