import type { VersionName } from './api/answers/api-version.ts'
import type { SandboxChain } from './chain/sandbox-chain.ts'
import type { EvidenceBreak } from './evidence/evidence-breaks.ts'
import type { FaultList } from './control/faults.ts'
import type { SandboxClock } from './world/sandbox-clock.ts'
import type { AppContracts } from './seed/seed-world.ts'
import type { World } from './world/world.ts'

/** What every part of the sandbox shares. A reset swaps the world and the settings inside it. */
export interface SandboxState {
  /** Where the gateway listens. */
  readonly origin: string
  readonly clock: SandboxClock
  /** `null` where no chain can run. */
  readonly chain: SandboxChain | null
  readonly contracts: AppContracts
  readonly faults: FaultList
  /** What a reset falls back to. */
  readonly atStart: { fleetSize: number; seed: number }
  world: World
  settings: SandboxSettings
  /** Open event streams by user number. */
  streams: Map<number, number>
  /** What is wrong about the evidence of a CVM, by its id. */
  evidenceBreaks: Map<string, EvidenceBreak>
  /** Quotes that collateral can be asked for: SHA-256 of the quote, and the CVM's id. */
  knownQuotes: Map<string, string>
}

export interface SandboxSettings {
  /** How long an accepted update takes. */
  applySeconds: number
  /** Before every answer of the API. */
  latencyMs: number
  /** A 465 even for a hash that the contract already allows. */
  always465: boolean
  /** The newest API version that this world answers. */
  newestVersion: VersionName
  /** A request that prepares an update voids what waited for the same CVM, with or without a token. */
  strictPrepared: boolean
}
