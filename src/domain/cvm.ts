import type { ComposeHash, Hex } from './identifiers.ts'

/** A confidential VM as the console thinks of it, whichever of the API's two shapes it came in. `null` means "not reported". */
export interface Cvm {
  /** Opaque; `cvm_…` in the newer shape. */
  id: string
  name: string
  /** 40 hex characters without `0x`. */
  appId: string | null
  vmUuid: string | null
  instanceId: string | null
  /** A free string: `running`, `stopped`, `starting`, …; unknown values are shown as they are, and `not reported` where there is none. */
  status: string
  /** `null` where the answer does not say: then only the status tells whether something is going on. */
  inProgress: boolean | null
  progress: { target: string | null; startedAt: string | null; correlationId: string | null } | null
  resources: CvmResources
  os: { name: string | null; version: string | null; isDev: boolean | null; imageHash: string | null }
  kms: CvmKms
  composeHash: ComposeHash | null
  /** A node may be known to contracts by several device ids, one for each kind of OS image: `deviceId` and the others. */
  node: { name: string | null; region: string | null; deviceId: string | null; otherDeviceIds: string[]; status: string | null }
  /** `null`: not reported. */
  endpoints: { app: string | null; instance: string | null }[] | null
  visibility: { publicLogs: boolean | null; publicSysinfo: boolean | null; publicTcbinfo: boolean | null }
  listed: boolean | null
  gatewayDomain: string | null
  logUrls: { serial: string | null; stdout: string | null; stderr: string | null }
  storageFs: string | null
  /** The platform keeps the environment: it may then keep values of names that an update leaves out. */
  managesEnv: boolean | null
  workspace: { id: string; name: string; slug: string | null } | null
  creator: { id: string | null; username: string | null } | null
  createdAt: string | null
  scheduledDeleteAt: string | null
  /** What only the answer about one CVM is read for. */
  details?: CvmDetails
}

/** What nobody compares CVMs by: shown on a CVM's own pages alone. */
export interface CvmDetails {
  node: { id: string | null; version: string | null; ppid: string | null }
  kms: {
    id: string | null
    slug: string | null
    url: string | null
    version: string | null
    rpcUrl: string | null
    gatewayAppId: string | null
  }
  /** The key that the KMS signs with (secp256k1), as reported. */
  kmsSigningKey: string | null
  /** SHA-256 of the compose file and of the script by themselves, as reported. */
  composeFileHash: string | null
  scriptHash: string | null
  gateway: { isEnabled: boolean | null; cname: string | null }
  hasSecureTime: boolean | null
  /** Where logs of containers begin, and what the machine itself prints in older versions. */
  logUrls: { containers: string | null; syslog: string | null }
  dashboardUrl: string | null
  /** What the platform calls services, by name where they have one; `null`: not reported. */
  services: (string | null)[] | null
  project: { id: string | null; type: string | null }
  deletedAt: string | null
}

export interface CvmResources {
  instanceType: string | null
  vcpu: number | null
  memoryGb: number | null
  diskGb: number | null
  gpuCount: number | null
  /** Decimal text per billing period, as reported. */
  price: string | null
  billingPeriod: string | null
}

export interface CvmKms {
  /** `phala`, `ethereum`, `base`, `legacy`; free text otherwise. */
  type: string | null
  /** Set when a contract governs the key server; everything about signing is decided from it. */
  chainId: number | null
  kmsContract: Hex | null
  /** As reported; the app contract is always `0x` + app id, and a different value here marks a legacy app. */
  reportedAppContract: Hex | null
  deployer: Hex | null
  /** X25519 recipient key, 64 hex characters, for centralised KMS. */
  envPublicKey: string | null
  slug: string | null
}
