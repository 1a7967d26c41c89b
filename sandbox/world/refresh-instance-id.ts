import type { SandboxCvm } from './world.ts'

export interface RefreshOptions {
  overwrite: boolean
  dryRun: boolean
  runningOnly: boolean
  missingOnly: boolean
}

export interface Refreshed {
  status: 'updated' | 'unchanged' | 'skipped' | 'conflict' | 'error'
  oldInstanceId: string | null
  newInstanceId: string | null
  source: 'teepod_state' | 'teepod_info' | 'gateway' | 'none'
  verifiedWithGateway: boolean
  reason: string | null
}

/**
 * Asks node and gateway which instance id a CVM has and stores it where none is stored. One that differs is a conflict, replaced only with
 * `overwrite`. A dry run says the same and stores nothing.
 */
export function refreshInstanceId(cvm: SandboxCvm, { overwrite, dryRun, runningOnly, missingOnly }: RefreshOptions): Refreshed {
  const old = cvm.instanceId
  const unresolved = (status: Refreshed['status'], reason: string): Refreshed => ({
    status,
    oldInstanceId: old,
    newInstanceId: null,
    source: 'none',
    verifiedWithGateway: false,
    reason,
  })
  if (runningOnly && cvm.status !== 'running') return unresolved('skipped', `CVM is ${cvm.status}, not running`)
  if (missingOnly && old !== null) return unresolved('skipped', 'An instance id is already stored')

  // The node knows one, and without the gateway's word it is not believed.
  if (cvm.gatewayTrouble !== null) return { ...unresolved('skipped', cvm.gatewayTrouble), source: 'teepod_state' }

  const { state, info, gateway } = cvm.reportedInstance
  const found = state ?? info ?? gateway
  if (found === null) {
    return cvm.node.status === 'ONLINE'
      ? unresolved('skipped', 'Neither the node nor the gateway knows an instance id yet')
      : unresolved('error', `Node ${cvm.node.name} is ${cvm.node.status.toLowerCase()} and did not answer`)
  }
  const resolved = {
    oldInstanceId: old,
    newInstanceId: found,
    source: state !== null ? 'teepod_state' : info !== null ? 'teepod_info' : 'gateway',
    verifiedWithGateway: gateway === found,
  } as const
  if (old === found) return { ...resolved, status: 'unchanged', reason: null }
  if (old !== null && !overwrite) {
    return { ...resolved, status: 'conflict', reason: 'The stored instance id differs; overwrite is needed to replace it' }
  }
  if (!dryRun) cvm.instanceId = found
  return { ...resolved, status: 'updated', reason: null }
}
