import type { StoredCompose } from './compose-storage.ts'

export interface Workspace {
  number: number
  id: string
  name: string
  slug: string
  billingStatus: 'active' | 'suspended' | 'abandoned'
}

/** Who holds a key. `role` is the platform's, not the workspace's. */
export interface User {
  number: number
  id: string
  username: string
  email: string
  role: 'admin' | 'user'
  key: string
  keyLabel: string
  /** What one can do with the key. */
  keyAbout: string
  workspace: Workspace
}

export interface Node {
  number: number
  id: string
  name: string
  region: string
  deviceId: string
  /** What the node is for contracts when another kind of OS image runs. */
  otherDeviceIds: string[]
  ppid: string
  status: 'ONLINE' | 'OFFLINE' | 'MAINTENANCE'
  version: string
  gpuSlots: number
  /** Whether it passes ports on besides those of the gateway. */
  mapsPorts: boolean
}

export interface Kms {
  id: string
  slug: string
  url: string
  version: string
  type: 'phala' | 'ethereum' | 'base'
  chainId: number | null
  contractAddress: string | null
  /** Where it reads its contract. */
  rpcUrl: string | null
  gatewayAppId: string | null
}

export interface OsImage {
  name: string
  slug: string
  version: number[]
  isDev: boolean
  hash: string
}

interface OperationEvent {
  type: string
  at: number
  state: string
}

export interface Operation {
  correlationId: string
  type: string
  targetState: string
  by: User
  startedAt: number
  completedAt: number | null
  status: 'completed' | 'in_progress' | 'failed'
  error: string | null
  composeHash: string | null
  events: OperationEvent[]
}

/** What runs on a CVM now. `cancel` calls its remaining steps off and says nothing to anyone. */
interface RunningOperation {
  record: Operation
  cancel: () => void
  canBeCancelled: boolean
  /** Where a cancelled operation leaves the CVM. */
  statusIfCancelled: () => string
}

export interface Revision {
  id: string
  compose: StoredCompose
  createdAt: number
  operationType: string
  by: User
  correlationId: string | null
  userConfig: string
}

interface RecordedRequest {
  method: string
  path: string
  query: Record<string, string>
  /** Without the key. */
  headers: Record<string, string>
  /** Parsed when it is JSON, else text; `null` when there was none. */
  body: unknown
  at: string
}

export interface Gpu {
  slot: string
  product_id: string
}

export interface SandboxCvm {
  number: number
  id: string
  name: string
  /** 40 lower-case hex characters. */
  appId: string
  vmUuid: string
  instanceId: string | null
  /** What node and gateway would say if they were asked for the instance id. */
  reportedInstance: { state: string | null; info: string | null; gateway: string | null }
  workspace: Workspace
  creator: User
  createdAt: number
  node: Node
  image: OsImage
  kms: Kms
  /** Who deployed the app contract; `null` without one. */
  deployer: string | null
  vcpu: number
  memoryMb: number
  diskGb: number
  gpus: Gpu[]
  /** Passed on by its node. */
  ports: { vmPort: number; protocol: 'tcp' | 'udp' }[]
  listed: boolean
  scheduledDeleteAt: string | null
  status: string
  bootProgress: string | null
  bootError: string | null
  startedAt: number | null
  exitedAt: number | null
  compose: StoredCompose
  /** What the CVM was given, decrypted; names outside its whitelist are in `ignoredEnvNames` only. */
  env: EnvEntry[]
  ignoredEnvNames: string[]
  /** Why the last encrypted set could not be opened; such a CVM does not boot. */
  envError: string | null
  userConfig: string
  running: RunningOperation | null
  /** Newest first, the running one included. */
  operations: Operation[]
  /** Newest first; the first is what runs. */
  revisions: Revision[]
  /** Leased hardware: its owner may look, not touch. */
  isRentalManaged: boolean
  /** The gateway's own word for why it confirms no instance id; `null` when it does. */
  gatewayTrouble: string | null
  /** Why the container runtime hands out no logs; `null` when it does. */
  logTrouble: string | null
  /** Bytes behind the signed end of its quote. */
  quoteTrailerBytes: number
  /** The platform keeps the environment and may merge what an update brings. */
  managesEnv: boolean
  requests: RecordedRequest[]
}

export interface EnvEntry {
  key: string
  value: string
}

export type NamedCvm =
  | 'centralKms'
  | 'onchainEoa'
  | 'onchainSafe'
  | 'onchainStranger'
  | 'deviceNotAllowed'
  | 'stopped'
  | 'busy'
  | 'missingInstanceId'

/** Everything the sandbox holds in memory. */
export interface World {
  id: string
  seed: number
  workspaces: Workspace[]
  users: User[]
  nodes: Node[]
  kms: Kms[]
  images: OsImage[]
  cvms: SandboxCvm[]
  byId: Map<string, SandboxCvm>
  /** Keyed by the uuid without dashes. */
  byUuid: Map<string, SandboxCvm>
  named: Record<NamedCvm, string>
  prepared: PreparedUpdate[]
  provisioned: ProvisionedCompose[]
}

/** A checked update: what will be set, and nothing else. Absent means untouched. */
export interface PlannedUpdate {
  operationType: string
  compose?: StoredCompose
  env?: { entries: EnvEntry[]; error: string | null }
  userConfig?: string
  vcpu?: number
  memoryMb?: number
  diskGb?: number
  gpus?: Gpu[]
  image?: OsImage
}

/** An update that waits for its compose hash to be allowed on-chain. */
export interface PreparedUpdate {
  cvm: SandboxCvm
  plan: PlannedUpdate
  composeHash: string
  /** What the CVM ran when this was prepared; another file since then makes it void. */
  baseHash: string
  /** Only after `X-Prepare-Only`. */
  token: string | null
  by: User
  createdAt: number
  expiresAt: number
}

/** A whole manifest that was given to the server, and is known by its hash until it is put to use. */
export interface ProvisionedCompose {
  cvm: SandboxCvm
  compose: StoredCompose
  by: User
  expiresAt: number
}
