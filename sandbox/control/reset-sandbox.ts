import type { VersionName } from '../api/answers/api-version.ts'
import { scenarios, type ScenarioName } from '../seed/scenarios.ts'
import { beginLongOperation } from '../world/lifecycle.ts'
import type { SandboxSettings, SandboxState } from '../sandbox-state.ts'
import { users } from '../seed/seed-catalogue.ts'
import { seedWorld, smallestFleet } from '../seed/seed-world.ts'
import type { Workspace, World } from '../world/world.ts'

export interface ResetOptions {
  /** CVMs of the first workspace; never fewer than those that everything relies on. */
  fleetSize?: number | undefined
  seed?: number | undefined
  latencyMs?: number | undefined
  applySeconds?: number | undefined
  always465?: boolean | undefined
  newestVersion?: VersionName | undefined
  strictPrepared?: boolean | undefined
  /** How the first workspace stands with its bill; what is not active may look and change nothing. */
  billingStatus?: Workspace['billingStatus'] | undefined
  /** A named state of the world, as it was seen somewhere. */
  as?: ScenarioName | undefined
  /** How far the server's clock is ahead of this machine's; negative when it is behind. */
  clockAheadSeconds?: number | undefined
}

/** An update takes long enough to be watched, and not longer. */
export const defaultSettings: SandboxSettings = {
  applySeconds: 6,
  latencyMs: 0,
  always465: false,
  newestVersion: '2026-06-23',
  strictPrepared: false,
}

/** The busy CVM stays so long enough for anyone to look at it. */
const busySeconds = 15 * 60

export const freshWorld = (
  { clock, chain, contracts, atStart }: Omit<SandboxState, 'world' | 'settings' | 'streams' | 'evidenceBreaks' | 'knownQuotes'>,
  options: ResetOptions,
): World =>
  seedWorld({
    seed: options.seed ?? atStart.seed,
    fleetSize: Math.max(smallestFleet, options.fleetSize ?? atStart.fleetSize),
    now: clock.now(),
    chain,
    contracts,
  })

/** Sets going what is under way when a world begins. */
export function wakeWorld(state: SandboxState) {
  const busy = state.world.byId.get(state.world.named.busy)! // seeded by name
  beginLongOperation(state, busy, users.owner, busySeconds)
}

/** A fresh world, and what it was at start for whatever is not named. Keys, ids and app contracts are those of the world before. */
export async function resetSandbox(state: SandboxState, options: ResetOptions) {
  state.clock.reset(options.clockAheadSeconds)
  state.faults.end()
  state.streams.clear()
  state.evidenceBreaks.clear()
  state.knownQuotes.clear()
  await state.chain?.reset()
  state.settings = {
    applySeconds: options.applySeconds ?? defaultSettings.applySeconds,
    latencyMs: options.latencyMs ?? defaultSettings.latencyMs,
    always465: options.always465 ?? defaultSettings.always465,
    newestVersion: options.newestVersion ?? defaultSettings.newestVersion,
    strictPrepared: options.strictPrepared ?? defaultSettings.strictPrepared,
  }
  state.world = freshWorld(state, options)
  // Workspaces outlive the world that they are in.
  state.world.workspaces[0]!.billingStatus = options.billingStatus ?? 'active' // seeded
  if (options.as) scenarios[options.as](state)
  wakeWorld(state)
}
