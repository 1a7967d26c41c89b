import { sha256Hex } from '../seeded-random.ts'
import type { Gpu, Kms, Node, OsImage, User, Workspace } from '../world/world.ts'

const shortId = (kind: string, what: string) =>
  `${kind}_${BigInt(`0x${sha256Hex(`${kind}:${what}`).slice(0, 12)}`)
    .toString(36)
    .padStart(10, '0')
    .slice(-8)}`

/** A CVM's id depends on its place alone, so that links and records outlive a reset, whatever the seed. */
export const cvmIdAt = (number: number) => shortId('cvm', String(number))
export const revisionId = (what: string) => shortId('rev', what)

const workspace = (number: number, name: string, slug: string): Workspace => ({
  number,
  id: shortId('wks', slug),
  name,
  slug,
  billingStatus: 'active',
})

export const workspaces = [workspace(1, 'Harbor Payments', 'harbor-payments'), workspace(2, 'Meadow Research', 'meadow-research')] as const

const user = (
  number: number,
  username: string,
  at: Workspace,
  role: User['role'],
  key: string,
  [keyLabel, keyAbout]: [string, string],
): User => ({
  number,
  id: shortId('usr', username),
  username,
  email: `${username}@sandbox.example`,
  role,
  key,
  keyLabel,
  keyAbout,
  workspace: at,
})

/** The keys are printed on the sign-in page of the sandbox and open nothing else. */
export const users = {
  owner: user(1, 'harbor-owner', workspaces[0], 'user', 'phak_sandbox_owner_opens_nothing_else', [
    'Workspace owner',
    'Edits, approves and restarts the CVMs of Harbor Payments.',
  ]),
  admin: user(2, 'platform-admin', workspaces[0], 'admin', 'phak_sandbox_admin_opens_nothing_else', [
    'Platform admin',
    'Does the same, and refreshes instance IDs in batches.',
  ]),
  other: user(3, 'meadow-owner', workspaces[1], 'user', 'phak_sandbox_other_opens_nothing_else', [
    'Owner of another workspace',
    'Sees the CVMs of Meadow Research, and none of Harbor Payments.',
  ]),
}

const node = (number: number, name: string, region: string, rest: Partial<Node> = {}): Node => {
  const ppid = sha256Hex(`ppid:${name}`).slice(0, 32)
  return {
    number,
    id: shortId('node', name),
    name,
    region,
    ppid,
    // The vendor's rule: SHA-256 of the node's PPID.
    deviceId: sha256Hex(Buffer.from(ppid, 'hex')),
    otherDeviceIds: [sha256Hex(Buffer.from(`${ppid}02`, 'hex'))],
    status: 'ONLINE',
    version: '0.5.4',
    gpuSlots: 0,
    mapsPorts: true,
    ...rest,
  }
}

export const nodes = [
  node(3, 'prod5', 'US-WEST-1', { gpuSlots: 2 }),
  node(6, 'prod7', 'US-EAST-1'),
  node(9, 'prod9', 'EU-WEST-1', { mapsPorts: false }),
  node(12, 'prod10', 'AP-SOUTH-1'),
  node(15, 'gpu-use2', 'US-EAST-2', { gpuSlots: 8 }),
  node(18, 'prod4', 'EU-CENTRAL-1', { status: 'OFFLINE' }),
] as const

const image = (version: number[], isDev: boolean): OsImage => {
  const name = `dstack-${isDev ? 'dev-' : ''}${version.join('.')}`
  return { name, slug: name.replaceAll('.', '-'), version, isDev, hash: sha256Hex(`os:${name}`) }
}

/** Newest first, a production and a development image of each version. */
export const images: OsImage[] = [
  [0, 5, 6],
  [0, 5, 5],
  [0, 5, 4],
  [0, 3, 6],
].flatMap((version) => [image(version, false), image(version, true)])

const gpuProduct = '0x2335'
export const gpuAt = (slot: number): Gpu => ({ slot: `0000:${(0x1a + slot).toString(16)}:00.0`, product_id: gpuProduct })

export const centralKms: Kms = {
  id: shortId('kms', 'central'),
  slug: 'kms-central',
  url: 'https://kms.central.sandbox.example:443',
  version: 'v0.5.4',
  type: 'phala',
  chainId: null,
  contractAddress: null,
  rpcUrl: null,
  gatewayAppId: sha256Hex('gateway:central').slice(0, 40),
}

export const contractKms = (chainId: number, contractAddress: string | null): Kms => ({
  id: shortId('kms', 'sandbox'),
  slug: 'kms-sandbox',
  url: 'https://kms.sandbox.example:443',
  version: 'v0.5.4',
  type: 'ethereum',
  chainId,
  contractAddress,
  rpcUrl: 'https://rpc.sandbox.example',
  gatewayAppId: sha256Hex('gateway:contract').slice(0, 40),
})

export interface InstanceType {
  id: string
  name: string
  vcpu: number
  memoryMb: number
}

const instanceType = (name: string, vcpu: number, memoryGb: number): InstanceType => ({
  id: `tdx.${name}`,
  name,
  vcpu,
  memoryMb: memoryGb * 1024,
})

export const instanceTypes = [
  instanceType('small', 1, 2),
  instanceType('medium', 2, 4),
  instanceType('large', 4, 8),
  instanceType('xlarge', 8, 16),
  instanceType('2xlarge', 16, 32),
  instanceType('4xlarge', 32, 64),
]

export const instanceTypeOf = (vcpu: number, memoryMb: number) =>
  instanceTypes.find((type) => type.vcpu === vcpu && type.memoryMb === memoryMb)?.id ?? 'custom'

/** US dollars an hour. */
export const hourlyPrice = (vcpu: number, memoryMb: number, gpus: number) => vcpu * 0.03 + (memoryMb / 1024) * 0.014 + gpus * 3.5

/** What one CVM may have at most. */
export const largest = { vcpu: 64, memoryMb: 512 * 1024, diskGb: 10_000 }
