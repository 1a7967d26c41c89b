import { structured } from './api-failure.ts'
import type { SandboxCvm, User, World } from '../world/world.ts'

/**
 * Every CVM that an identifier may mean: a name, `cvm_…`, the uuid with or without dashes, `app_…` or a bare app id, `instance_…`, or the
 * number that the older API version uses.
 */
export function cvmsMeant(world: World, identifier: string): SandboxCvm[] {
  const only = (cvm: SandboxCvm | undefined) => (cvm ? [cvm] : [])
  if (identifier.startsWith('cvm_')) return only(world.byId.get(identifier))
  const hex = identifier.replaceAll('-', '').toLowerCase()
  if (/^[0-9a-f]{32}$/.test(hex)) return only(world.byUuid.get(hex))
  const app = /^(?:app_|0x)?([0-9a-f]{40})$/i.exec(identifier)?.[1]?.toLowerCase()
  if (app) return world.cvms.filter((cvm) => cvm.appId === app)
  const instance = /^instance_([0-9a-f]{40})$/i.exec(identifier)?.[1]?.toLowerCase()
  if (instance) return world.cvms.filter((cvm) => cvm.instanceId === instance)
  if (/^\d{1,9}$/.test(identifier)) return world.cvms.filter((cvm) => cvm.number === Number(identifier))
  return world.cvms.filter((cvm) => cvm.name === identifier)
}

const unknown = () =>
  structured(404, 'ERR-03-001', 'CVM not found', { suggestions: ['Check the identifier, or list the CVMs of this workspace.'] })

/** The one CVM that `identifier` means to `user`. Another workspace's CVM looks like none at all, except to a platform admin. */
export function findCvm(world: World, identifier: string, user: User): SandboxCvm {
  const meant = cvmsMeant(world, identifier)
  const own = meant.filter((cvm) => cvm.workspace === user.workspace)
  if (own.length === 1) return own[0]!
  if (own.length > 1) {
    const details = own.map((cvm) => ({ field: 'cvm_id', value: cvm.id, message: `${cvm.name} on ${cvm.node.name}` }))
    const suggestions = ['Use the id of one of them, which starts with cvm_.']
    throw own.every((cvm) => cvm.name === identifier)
      ? structured(400, 'ERR-03-002', `Several CVMs are named ${identifier}`, { details, suggestions })
      : structured(400, 'ERR-03-010', 'This identifier matches several CVMs', { details, suggestions })
  }
  if (meant.length > 0 && user.role === 'admin') {
    throw structured(404, 'ERR-03-003', `This CVM belongs to the workspace ${meant[0]!.workspace.slug}`)
  }
  throw unknown()
}

/** Leased hardware is run by its provider. */
export function refuseForRental(cvm: SandboxCvm) {
  if (cvm.isRentalManaged) {
    throw structured(403, 'ERR-06-006', 'This CVM is managed by a GPU rental and cannot be changed here', {
      suggestions: ['Ask the provider of the rental to make this change.'],
    })
  }
}
