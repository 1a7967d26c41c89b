/**
 * Every path that exists for us, in one table. From it follow what a page can ask for at all (its type), what the gateway forwards, and what
 * the sandbox knows. A row stands here because a screen of ours calls it or because the vendor's own clients need it on a CVM that exists;
 * `gateway/endpoints.test.ts` names the rows that neither needs.
 *
 * The browser imports the types alone. Nothing of the table is in its bundle.
 */
export interface EndpointRow {
  /**
   * The least that a caller has to bring. `nothing`: nobody needs to be signed in. `session`: a page's session, or a program's own key.
   * `own-key`: only a program with a key of its own, so that a stolen page session can neither spend money nor make keys with it.
   */
  needs: 'nothing' | 'session' | 'own-key'
  effect: 'read' | 'write'
  /** What a success brings; `nothing` is an empty body. */
  answer: 'json' | 'text' | 'json or text' | 'json or stream' | 'nothing'
  /** Who answers in the end: Phala Cloud (or the sandbox in its place), a chain, or the gateway itself. */
  upstream: 'cloud' | 'chain' | 'gateway'
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** Method and path template; `{…}` is one part of the path. It names the route in logs and reports too, since it holds no id. */
type EndpointId = `${Method} /${string}`

export const endpoints = {
  // The gateway's own.
  'GET /config.json': { needs: 'nothing', effect: 'read', answer: 'json', upstream: 'gateway' },
  'GET /session': { needs: 'nothing', effect: 'read', answer: 'json', upstream: 'gateway' },
  'POST /session': { needs: 'nothing', effect: 'write', answer: 'json', upstream: 'gateway' },
  'DELETE /session': { needs: 'nothing', effect: 'write', answer: 'nothing', upstream: 'gateway' },
  'GET /logs/{cvm_id}/{log_id}': { needs: 'session', effect: 'read', answer: 'text', upstream: 'gateway' },
  'POST /rpc/{chain_id}': { needs: 'nothing', effect: 'read', answer: 'json', upstream: 'chain' },

  // Who one is.
  'GET /api/v1/auth/me': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/workspaces': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/workspaces/{slug}': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/workspaces/{slug}/nodes': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/workspaces/{slug}/quotas': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },

  // What there is to know about CVMs.
  'GET /api/v1/cvms': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/paginated': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/status/batch': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/state': { needs: 'own-key', effect: 'read', answer: 'json or stream', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/stats': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/network': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/composition': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/compose_file': { needs: 'session', effect: 'read', answer: 'json or text', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/docker-compose.yml': { needs: 'own-key', effect: 'read', answer: 'text', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/pre-launch-script': { needs: 'own-key', effect: 'read', answer: 'text', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/pre-launch-script/upgrade-status': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/user_config': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/attestation': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/available-os-images': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/operations': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/operation-status': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/network-config': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/ports': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/cvms/{cvm_id}/firewall-status': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/cvms/{cvm_id}/is-allowed': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },

  // Changes of a CVM that exists.
  'PATCH /api/v1/cvms/{cvm_id}': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  // A commit token is a credential of its own.
  'GET /api/v1/cvms/{cvm_id}/commit-update': { needs: 'nothing', effect: 'read', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/cvms/{cvm_id}/commit-update': { needs: 'nothing', effect: 'write', answer: 'json', upstream: 'cloud' },
  'PATCH /api/v1/cvms/{cvm_id}/name': { needs: 'session', effect: 'write', answer: 'nothing', upstream: 'cloud' },
  'PATCH /api/v1/cvms/{cvm_id}/listed': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  'PATCH /api/v1/cvms/{cvm_id}/scheduled-delete': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  'PATCH /api/v1/cvms/{cvm_id}/docker-compose': { needs: 'own-key', effect: 'write', answer: 'json', upstream: 'cloud' },
  'PATCH /api/v1/cvms/{cvm_id}/pre-launch-script': { needs: 'own-key', effect: 'write', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/cvms/{cvm_id}/pre-launch-script/upgrade-to-latest-official': {
    needs: 'own-key',
    effect: 'write',
    answer: 'json',
    upstream: 'cloud',
  },
  'PATCH /api/v1/cvms/{cvm_id}/envs': { needs: 'own-key', effect: 'write', answer: 'json', upstream: 'cloud' },
  'PATCH /api/v1/cvms/{cvm_id}/resources': { needs: 'own-key', effect: 'write', answer: 'json', upstream: 'cloud' },
  'PATCH /api/v1/cvms/{cvm_id}/visibility': { needs: 'own-key', effect: 'write', answer: 'json', upstream: 'cloud' },
  'PATCH /api/v1/cvms/{cvm_id}/os-image': { needs: 'own-key', effect: 'write', answer: 'json', upstream: 'cloud' },
  'PATCH /api/v1/cvms/{cvm_id}/network-config': { needs: 'own-key', effect: 'write', answer: 'json', upstream: 'cloud' },
  'PUT /api/v1/cvms/{cvm_id}/ports': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/cvms/{cvm_id}/compose_file': { needs: 'own-key', effect: 'write', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/cvms/{cvm_id}/compose_file/provision': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  'PATCH /api/v1/cvms/{cvm_id}/compose_file': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/cvms/{cvm_id}/revisions/{revision_id}/redeploy': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  'PATCH /api/v1/cvms/instance-ids': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  'PATCH /api/v1/cvms/{cvm_id}/instance-id': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },

  // Power.
  'POST /api/v1/cvms/{cvm_id}/start': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/cvms/{cvm_id}/shutdown': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/cvms/{cvm_id}/stop': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/cvms/{cvm_id}/restart': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/cvms/batch-stop': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  // Asked for with the CVM's name typed; a deletion can be scheduled by the same page anyway.
  'DELETE /api/v1/cvms/{cvm_id}': { needs: 'session', effect: 'write', answer: 'nothing', upstream: 'cloud' },
  'POST /api/v1/cvms/{cvm_id}/operations/cancel': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },

  // New machines cost money, and no screen makes any.
  'POST /api/v1/cvms/{cvm_id}/replicas': { needs: 'own-key', effect: 'write', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/cvms/{cvm_id}/commit-replica': { needs: 'own-key', effect: 'write', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/apps/{app_id}/instances': { needs: 'own-key', effect: 'write', answer: 'json', upstream: 'cloud' },

  // Apps.
  'GET /api/v1/apps': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/apps/filter-options': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/apps/{app_id}': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/apps/{app_id}/cvms': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/apps/{app_id}/revisions': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/apps/{app_id}/revisions/{revision_id}': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/apps/{app_id}/revisions/{revision_id}/redeploy': { needs: 'own-key', effect: 'write', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/apps/{app_id}/kms-info': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/apps/{app_id}/pending-updates': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/apps/{app_id}/pending-updates/{vm_uuid}/{compose_hash}/preview': {
    needs: 'session',
    effect: 'read',
    answer: 'json',
    upstream: 'cloud',
  },
  'GET /api/v1/apps/{app_id}/device-allowlist': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/apps/{app_id}/attestations': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/apps/{app_id}/usage': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/apps/{app_id}/is-allowed': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/apps/{app_id}/cvms/is-allowed': { needs: 'session', effect: 'read', answer: 'json', upstream: 'cloud' },

  // What the vendor publishes.
  'GET /api/v1/attestations/collateral/{checksum}': { needs: 'nothing', effect: 'read', answer: 'json', upstream: 'cloud' },
  'POST /api/v1/attestations/verify': { needs: 'session', effect: 'write', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/kms': { needs: 'nothing', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/kms/on-chain/{chain}': { needs: 'nothing', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/kms/{kms_id}': { needs: 'nothing', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/kms/{kms_id}/info': { needs: 'nothing', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/kms/{kms_id}/pubkey/{app_id}': { needs: 'nothing', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/os-images': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/instance-types': { needs: 'nothing', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/instance-types/{family}': { needs: 'nothing', effect: 'read', answer: 'json', upstream: 'cloud' },
  'GET /api/v1/teepods/available': { needs: 'own-key', effect: 'read', answer: 'json', upstream: 'cloud' },
} as const satisfies Record<EndpointId, EndpointRow>

type Endpoints = typeof endpoints
export type Endpoint = keyof Endpoints

/** What a page may ask for: the rows that need no more than its session. */
export type PageEndpoint<Answer extends EndpointRow['answer'] = EndpointRow['answer']> = {
  [Id in Endpoint]: Endpoints[Id]['needs'] extends 'own-key' ? never : Endpoints[Id]['answer'] extends Answer ? Id : never
}[Endpoint]

/** The names between braces in a path template, such as `cvm_id`. */
export type PathNames<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}` ? Name | PathNames<Rest> : never

// Identifiers are names, hex, uuids and prefixed ids; nothing that an upstream could decode into another path.
const identifier = String.raw`[\w.:-]{1,128}`
const rows = (Object.keys(endpoints) as Endpoint[])
  .map((id) => {
    const [method, template] = id.split(' ') as [Method, string]
    const source = template.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, identifier)
    return { id, method, template, row: endpoints[id], pattern: new RegExp(`^${source}$`) }
  })
  // A written path says more than one with a placeholder: `/cvms/paginated` is not a CVM.
  .toSorted((a, b) => a.template.split('{').length - b.template.split('{').length)

/** What the table says about a request, by its method (`HEAD` counts as `GET`) and its whole path; `null` for what is not in it. */
export function findEndpoint(method: string, path: string): { id: Endpoint; row: EndpointRow } | null {
  const asked = method === 'HEAD' ? 'GET' : method
  return rows.find((one) => one.method === asked && one.pattern.test(path)) ?? null
}

/**
 * Whether a path would be in the table if only what stands in the places of its identifiers were some, such as an address that somebody
 * made up: there is nothing, and nothing is asked for it.
 */
export function namesNothing(method: string, path: string): boolean {
  const parts = path.split('/')
  return rows.some((one) => {
    const wanted = one.template.split('/')
    return one.method === method && wanted.length === parts.length && wanted.every((part, at) => part === parts[at] || part.startsWith('{'))
  })
}

/** The methods that the table has for a path; empty for a path that it does not have. */
export const methodsOf = (path: string): Method[] => [
  ...new Set(rows.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)),
]
