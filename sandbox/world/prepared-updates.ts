import { randomUUID } from 'node:crypto'
import type { PlannedUpdate, PreparedUpdate, SandboxCvm, User, World } from './world.ts'

const lifetimeMs = 14 * 24 * 60 * 60 * 1000

/**
 * Remembers an update for fourteen days. A token takes the place of the one before it. What waits without a token is kept by its hash, so that
 * several may wait side by side; where the sandbox is `strict`, one change a CVM waits and no more.
 */
export function prepareUpdate(
  world: World,
  {
    cvm,
    plan,
    composeHash,
    by,
    withToken,
    strict,
    now,
  }: { cvm: SandboxCvm; plan: PlannedUpdate; composeHash: string; by: User; withToken: boolean; strict: boolean; now: number },
): PreparedUpdate {
  world.prepared = world.prepared.filter(
    (waiting) =>
      waiting.cvm !== cvm ||
      !(strict || (withToken ? waiting.token !== null : waiting.token === null && waiting.composeHash === composeHash)),
  )
  const prepared: PreparedUpdate = {
    cvm,
    plan,
    composeHash,
    baseHash: cvm.compose.hash,
    token: withToken ? randomUUID() : null,
    by,
    createdAt: now,
    expiresAt: now + lifetimeMs,
  }
  world.prepared.push(prepared)
  return prepared
}

export function forgetPrepared(world: World, cvm: SandboxCvm) {
  world.prepared = world.prepared.filter((prepared) => prepared.cvm !== cvm)
}

const isLive = (prepared: PreparedUpdate, now: number) => now < prepared.expiresAt && prepared.baseHash === prepared.cvm.compose.hash

/** What waits for this hash on this CVM; `null` when it is unknown, used, expired, superseded, or the CVM's file changed since. */
export const preparedByHash = (world: World, cvm: SandboxCvm, composeHash: string, now: number) =>
  world.prepared.find((prepared) => prepared.cvm === cvm && prepared.composeHash === composeHash && isLive(prepared, now)) ?? null

export const preparedByToken = (world: World, cvm: SandboxCvm, token: string, now: number) =>
  world.prepared.find((prepared) => prepared.cvm === cvm && prepared.token === token && isLive(prepared, now)) ?? null

export const pendingFor = (world: World, cvm: SandboxCvm, now: number) =>
  world.prepared.filter((prepared) => prepared.cvm === cvm && isLive(prepared, now))
