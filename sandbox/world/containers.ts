import { createHash } from 'node:crypto'
import { parse } from 'yaml'
import { gatewayDomain } from '../api/answers/cvm-shapes.ts'
import { manifestOf, textIn } from './compose-storage.ts'
import type { SandboxCvm } from './world.ts'

/** A container of a CVM, as its node reports it. */
export interface SandboxContainer {
  id: string
  /** The compose service that it runs. */
  service: string
  name: string
  image: string
  /** Where its output can be read. */
  logUrl: string
  /** Like a container whose output goes to syslog: there is nothing to read back. */
  keepsNoLogs: boolean
}

/** One container for each service of the compose file. */
export function containersOf(cvm: SandboxCvm): SandboxContainer[] {
  let services: Record<string, { image?: unknown; logging?: { driver?: unknown } } | null> = {}
  try {
    services = (parse(textIn(manifestOf(cvm.compose), 'docker_compose_file')) as { services?: typeof services } | null)?.services ?? {}
  } catch {
    // What does not parse does not start either.
  }
  return Object.entries(services).map(([service, definition]) => {
    const name = `dstack-${service}-1`
    return {
      id: createHash('sha256').update(`${cvm.vmUuid}/${service}`).digest('hex'),
      service,
      name,
      image: typeof definition?.image === 'string' ? definition.image : `${service}:latest`,
      logUrl: `https://${cvm.appId}-8090.${gatewayDomain}/logs/${name}`,
      keepsNoLogs: definition?.logging?.driver === 'syslog' || service === 'cache',
    }
  })
}
