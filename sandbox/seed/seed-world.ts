import { randomUUID } from 'node:crypto'
import type { SandboxChain } from '../chain/sandbox-chain.ts'
import { storeManifest, type ComposeLayout } from '../world/compose-storage.ts'
import { allowedEnvNames } from '../world/planned-update.ts'
import { centralKms, contractKms, cvmIdAt, gpuAt, images, nodes, users, workspaces } from './seed-catalogue.ts'
import { fillerWorkload, greeter, labelled, manifestFor, settlement, webShop, type Workload } from './seed-compose.ts'
import { fillerName, longestName } from './seed-names.ts'
import { pastOperations, pastRevisions } from './seed-operations.ts'
import { asUuid, seededRandom, sha256Hex, type SeededRandom } from '../seeded-random.ts'
import type { Kms, NamedCvm, Node, SandboxCvm, User, World } from '../world/world.ts'

/** App contracts by the name of the CVM they govern, as deployed at start. */
export type AppContracts = Map<string, { app: string; deployer: string }>

interface Special extends Partial<
  Pick<SandboxCvm, 'status' | 'vcpu' | 'memoryMb' | 'diskGb' | 'gpus' | 'ports' | 'isRentalManaged' | 'bootError' | 'listed'>
> {
  name: string
  known?: NamedCvm
  workload: Workload
  layout?: ComposeLayout
  /** Whose keys a contract governs: who owns that contract. */
  contract?: { owner: 'account' | 'safe' | 'stranger'; allowAnyDevice?: boolean; allowsAnotherDevice?: boolean }
  node?: Node
  /** What is stored as instance id; left out, it is what the node says. */
  instance?: 'missing' | 'stale'
  /** What node and gateway say of it. */
  reported?: 'all' | 'gateway' | 'nothing'
  pastOperations?: number
  sameAppAs?: string
}

const gb = 1024

/**
 * CVMs that are there whatever the seed and the size of the fleet: named ones, one in each layout, and one for each answer that a screen
 * must be able to show. Contract-governed ones are deployed once, so their files do not depend on the seed.
 */
const specials: Special[] = [
  {
    name: 'storefront-api',
    known: 'centralKms',
    workload: webShop(),
    vcpu: 4,
    memoryMb: 8 * gb,
    diskGb: 60,
    ports: [
      { vmPort: 22, protocol: 'tcp' },
      { vmPort: 5353, protocol: 'udp' },
    ],
    pastOperations: 7,
    listed: true,
  },
  {
    name: 'settlement-engine',
    known: 'onchainEoa',
    workload: settlement('settlement-engine'),
    contract: { owner: 'account' },
    pastOperations: 6,
  },
  {
    name: 'treasury-signer',
    known: 'onchainSafe',
    workload: settlement('treasury-signer', '4.2.1'),
    contract: { owner: 'safe' },
    pastOperations: 5,
  },
  {
    name: 'partner-oracle',
    known: 'onchainStranger',
    workload: settlement('partner-oracle', '0.7.3'),
    contract: { owner: 'stranger' },
    pastOperations: 2,
  },
  {
    name: 'relay-eu-west',
    known: 'deviceNotAllowed',
    workload: settlement('relay', '2.3.0'),
    contract: { owner: 'account', allowsAnotherDevice: true },
    node: nodes[2],
    pastOperations: 3,
  },
  { name: 'nightly-report', known: 'stopped', workload: webShop('1.0.9'), status: 'stopped', pastOperations: 2 },
  { name: 'image-resizer', known: 'busy', workload: webShop('3.3.0'), pastOperations: 5 },
  { name: 'edge-proxy', known: 'missingInstanceId', workload: labelled('edge-proxy'), instance: 'missing', pastOperations: 1 },
  {
    name: 'ledger-indexer',
    workload: settlement('ledger-indexer', '5.0.2'),
    layout: 'as-stored',
    contract: { owner: 'account' },
    pastOperations: 4,
  },
  {
    name: 'price-feed',
    workload: settlement('price-feed', '1.1.7'),
    layout: 'indented',
    contract: { owner: 'account' },
    pastOperations: 4,
  },
  { name: 'identity-bridge', workload: labelled('identity-bridge'), layout: 'stripped', contract: { owner: 'account' }, pastOperations: 4 },
  {
    name: 'archive-node',
    workload: settlement('archive-node', '9.4.4'),
    layout: 'tabbed',
    contract: { owner: 'account', allowAnyDevice: true },
    pastOperations: 4,
  },
  { name: longestName, workload: webShop('2.0.0'), layout: 'as-stored', pastOperations: 3 },
  { name: 'i18n-greeter', workload: greeter, layout: 'indented', pastOperations: 3 },
  { name: 'session-cache', workload: webShop('1.4.2'), pastOperations: 2 },
  { name: 'session-cache', workload: webShop('1.4.2'), node: nodes[1], sameAppAs: 'session-cache', pastOperations: 1 },
  {
    name: 'llm-gateway',
    workload: webShop('0.2.8'),
    node: nodes[4],
    gpus: [gpuAt(0)],
    vcpu: 16,
    memoryMb: 128 * gb,
    diskGb: 500,
    pastOperations: 5,
  },
  {
    name: 'gpu-lease-01',
    workload: webShop('0.2.8'),
    node: nodes[4],
    gpus: [gpuAt(1), gpuAt(2)],
    vcpu: 32,
    memoryMb: 256 * gb,
    isRentalManaged: true,
  },
  { name: 'mail-relay', workload: labelled('mail-relay'), layout: 'stripped', instance: 'stale', pastOperations: 2 },
  { name: 'push-fanout', workload: labelled('push-fanout'), instance: 'stale', reported: 'gateway', pastOperations: 1 },
  { name: 'cold-store', workload: webShop('1.3.1'), node: nodes[5], instance: 'missing', reported: 'nothing', pastOperations: 3 },
  { name: 'feature-flags', workload: labelled('feature-flags'), status: 'error', bootError: 'image pull timed out', pastOperations: 4 },
  { name: 'quota-guard', workload: labelled('quota-guard'), status: 'migrating', pastOperations: 2 },
]

/** A world holds at least the CVMs that everything relies on. */
export const smallestFleet = specials.length
export const largestFleet = 10_000
const foreignCvms = 6
/** Specials do not follow the seed: what is registered on-chain at start must still fit after a reset. */
const fixedSeed = 20_251_121

const fixedComposeOf = (special: Special) => storeManifest(manifestFor(special.name, special.workload), special.layout ?? 'canonical')

/** Deploys one app contract for each contract-governed CVM, always in the same order, so that app ids are the same at every start. */
export async function deployAppContracts(chain: SandboxChain): Promise<AppContracts> {
  const contracts: AppContracts = new Map()
  for (const special of specials) {
    if (!special.contract) continue
    const { owner, allowAnyDevice = false, allowsAnotherDevice = false } = special.contract
    const device = allowsAnotherDevice ? nodes[0].deviceId : (special.node ?? nodes[0]).deviceId
    // oxlint-disable-next-line no-await-in-loop -- addresses follow the order of deployment
    const app = await chain.deployApp({ owner, allowAnyDevice, composeHash: `0x${fixedComposeOf(special).hash}`, deviceId: `0x${device}` })
    const deployer = owner === 'safe' ? chain.safeAddress : chain.accounts[owner === 'account' ? 'owner' : 'stranger'].address
    contracts.set(special.name, { app, deployer })
  }
  return contracts
}

/**
 * A fresh world. The same seed and size give the same content; only its id and its times differ.
 * `fleetSize` counts the CVMs of the first workspace; a few more belong to the second.
 */
export function seedWorld({
  seed,
  fleetSize,
  now,
  chain,
  contracts,
}: {
  seed: number
  fleetSize: number
  now: number
  chain: Pick<SandboxChain, 'chainId' | 'kmsContractAddress'> | null
  contracts: AppContracts
}): World {
  const onchainKms = contractKms(chain?.chainId ?? 31337, chain?.kmsContractAddress ?? null)
  const fixed = seededRandom(fixedSeed)
  const random = seededRandom(seed)
  const cvms: SandboxCvm[] = []
  for (const special of specials)
    cvms.push(specialCvm(special, { number: cvms.length + 1, cvms, onchainKms, contracts, random: fixed, now }))
  while (cvms.length < fleetSize) cvms.push(fillerCvm(cvms.length + 1, users.owner, random, now))
  for (let index = 0; index < foreignCvms; index++) cvms.push(fillerCvm(20_001 + index, users.other, fixed, now))

  const named = Object.fromEntries(specials.flatMap(({ known }, index) => (known ? [[known, cvms[index]!.id]] : []))) as World['named']
  return {
    id: randomUUID(),
    seed,
    workspaces: [...workspaces],
    users: Object.values(users),
    nodes: [...nodes],
    kms: [centralKms, onchainKms],
    images,
    cvms,
    byId: new Map(cvms.map((cvm) => [cvm.id, cvm])),
    byUuid: new Map(cvms.map((cvm) => [cvm.vmUuid.replaceAll('-', ''), cvm])),
    named,
    prepared: [],
    provisioned: [],
  }
}

/** Ids depend on the place in the fleet alone: links, drafts and records stay valid across resets. */
const hexFor = (what: string, number: number, length: number) => sha256Hex(`${what}:${number}`).slice(0, length)

/** The instance id that a CVM really has, whatever is stored of it. */
export const instanceIdAt = (number: number) => hexFor('instance', number, 40)

function baseCvm(number: number, by: User, random: SeededRandom, now: number): SandboxCvm {
  const instanceId = instanceIdAt(number)
  return {
    number,
    id: cvmIdAt(number),
    name: '',
    appId: hexFor('app', number, 40),
    vmUuid: asUuid(hexFor('vm', number, 32)),
    instanceId,
    reportedInstance: { state: instanceId, info: instanceId, gateway: instanceId },
    workspace: by.workspace,
    creator: by,
    createdAt: now - random.between(20, 400) * 86_400_000,
    node: nodes[0],
    image: images[2]!,
    kms: centralKms,
    deployer: null,
    vcpu: 2,
    memoryMb: 4 * gb,
    diskGb: 40,
    gpus: [],
    ports: [],
    listed: false,
    scheduledDeleteAt: null,
    status: 'running',
    bootProgress: 'done',
    bootError: null,
    startedAt: now - random.between(1, 2_000) * 60_000,
    exitedAt: null,
    compose: storeManifest({}, 'canonical'),
    env: [],
    ignoredEnvNames: [],
    envError: null,
    userConfig: '',
    running: null,
    operations: [],
    revisions: [],
    isRentalManaged: false,
    gatewayTrouble: null,
    logTrouble: null,
    quoteTrailerBytes: 0,
    managesEnv: false,
    requests: [],
  }
}

/** What follows from the rest. */
function settle(cvm: SandboxCvm, pastCount: number, by: User, random: SeededRandom, now: number): SandboxCvm {
  if (cvm.status !== 'running') {
    cvm.startedAt = null
    cvm.exitedAt = now - random.between(1, 5_000) * 60_000
    cvm.bootProgress = null
  }
  cvm.env = allowedEnvNames(cvm).map((key) => ({ key, value: `seeded-${key.toLowerCase()}` }))
  cvm.operations = pastOperations(cvm, pastCount, by, random, now)
  cvm.revisions = pastRevisions(cvm)
  return cvm
}

function specialCvm(
  special: Special,
  {
    number,
    cvms,
    onchainKms,
    contracts,
    random,
    now,
  }: { number: number; cvms: SandboxCvm[]; onchainKms: Kms; contracts: AppContracts; random: SeededRandom; now: number },
): SandboxCvm {
  const {
    known: _known,
    workload: _workload,
    layout: _layout,
    contract,
    instance,
    reported = 'all',
    pastOperations: pastCount = 0,
    sameAppAs,
    ...set
  } = special
  const cvm: SandboxCvm = { ...baseCvm(number, users.owner, random, now), ...set, compose: fixedComposeOf(special) }
  if (sameAppAs) {
    const other = cvms.find(({ name }) => name === sameAppAs)!
    cvm.appId = other.appId
  }
  if (contract) {
    const deployed = contracts.get(special.name)
    cvm.kms = onchainKms
    if (deployed) Object.assign(cvm, { appId: deployed.app.slice(2).toLowerCase(), deployer: deployed.deployer })
    else cvm.status = 'unavailable'
  }
  if (instance === 'missing') cvm.instanceId = null
  if (instance === 'stale') cvm.instanceId = hexFor('stale-instance', number, 40)
  const real = cvm.reportedInstance.gateway
  if (reported === 'gateway') cvm.reportedInstance = { state: null, info: null, gateway: real }
  if (reported === 'nothing') cvm.reportedInstance = { state: null, info: null, gateway: null }
  return settle(cvm, pastCount, users.owner, random, now)
}

const sizes = [
  [1, 2, 20],
  [2, 4, 40],
  [2, 4, 40],
  [4, 8, 80],
  [8, 16, 120],
  [16, 32, 200],
] as const

function fillerCvm(number: number, by: User, random: SeededRandom, now: number): SandboxCvm {
  const cvm = baseCvm(number, by, random, now)
  const [vcpu, memoryGb, diskGb] = random.pick(sizes)
  const name = fillerName(number, random)
  const serviceName = name.split('-').slice(0, 2).join('-')
  const isPublic = random.chance(0.6)
  const layout: ComposeLayout = random.pick(['canonical', 'canonical', 'as-stored', 'indented', 'stripped'])
  const status = random.chance(0.8) ? 'running' : random.pick(['stopped', 'stopped', 'stopped', 'error'])
  Object.assign(cvm, {
    name,
    node: random.pick(nodes.slice(0, 4)),
    image: random.pick(images.slice(0, 7)),
    vcpu,
    memoryMb: memoryGb * gb,
    diskGb,
    status,
    bootError: status === 'error' ? random.pick(['image pull timed out', 'container exited with code 137']) : null,
    compose: storeManifest(
      manifestFor(name, fillerWorkload(serviceName, random), { public_logs: isPublic, public_sysinfo: random.chance(0.6) }),
      layout,
    ),
    listed: random.chance(0.1),
    scheduledDeleteAt: random.chance(0.02) ? new Date(now + random.between(2, 20) * 86_400_000).toISOString() : null,
  } satisfies Partial<SandboxCvm>)

  if (random.chance(0.15)) cvm.instanceId = null
  else if (random.chance(0.05)) cvm.instanceId = hexFor('stale-instance', number, 40)
  if (random.chance(0.03)) cvm.node = nodes[5]
  if (random.chance(0.08))
    cvm.reportedInstance = { ...cvm.reportedInstance, state: null, gateway: random.chance(0.5) ? null : cvm.reportedInstance.gateway }
  if (cvm.node.status === 'OFFLINE') cvm.reportedInstance = { state: null, info: null, gateway: null }
  return settle(cvm, random.between(0, 6), by, random, now)
}
