import { bytesOfHex, hexOf } from './quote/bytes.ts'
import type { ChainReading, NamedContracts } from '@/domain/chain-reading.ts'
import { claimedHex, type CvmClaims } from './claims.ts'
import { type Collateral, readCollateral } from './quote/collateral.ts'
import type { JudgedAt } from './judged-at.ts'
import type { Evidence } from './measure.ts'

const bundleFormat = 'cvm-console-proof/1'

/** A saved proof: the evidence itself, and what others said of the CVM at the time. Nothing in it says that it holds. */
export interface ProofBundle {
  evidence: Evidence
  claims: CvmClaims
  /** Which contracts there are to ask; `null` where none is named. */
  contracts: NamedContracts | null
  /** What was written down of their answers; `null` when they were not asked, or could not be. */
  recorded: ChainReading | null
  /** By which clocks its dates were judged; `null` where it does not say. */
  judgedAt: JudgedAt | null
  /** When it was saved, as it says itself. */
  checkedAt: string | null
}

/** A file larger than this is larger than any proof. */
export const mostBytes = 8 * 1024 * 1024

/** The bundle as the text of a file. `savedAt` is milliseconds since 1970. */
export function writeBundle({ evidence, claims, contracts, recorded, judgedAt }: Omit<ProofBundle, 'checkedAt'>, savedAt: number): string {
  return `${JSON.stringify(
    {
      format: bundleFormat,
      quote: evidence.quote && hexOf(evidence.quote),
      collateral: evidence.collateral,
      event_log: evidence.eventLog,
      app_compose: evidence.appCompose,
      chain: contracts && {
        chainId: contracts.chainId,
        block: recorded && recorded.block,
        appContract: contracts.appContract,
        kmsContract: contracts.kmsContract,
        allowances: recorded && {
          composeHash: recorded.composeHashAllowed,
          device: recorded.deviceAllowed,
          anyDevice: recorded.anyDeviceAllowed,
          osImage: recorded.osImageAllowed,
        },
      },
      cvm: claims,
      judgedAt: judgedAt && { local: isoTime(judgedAt.local), server: judgedAt.server === null ? null : isoTime(judgedAt.server) },
      checkedAt: isoTime(savedAt),
    },
    null,
    2,
  )}\n`
}

const isoTime = (at: number) => new Date(at).toISOString()

/** Reads a bundle's text. Only a quote is required; what else is missing is `null`, and then unknown. */
export function readBundle(text: string): ProofBundle | { unreadable: string } {
  if (text.length > mostBytes) return { unreadable: 'The file is larger than any proof.' }
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {
    return { unreadable: 'The file is not JSON.' }
  }
  if (typeof file !== 'object' || file === null) return { unreadable: 'The file is not a proof.' }
  const { format, quote, collateral, event_log, app_compose, chain, cvm, judgedAt, checkedAt } = file as Record<string, unknown>
  if (format !== undefined && format !== bundleFormat) return { unreadable: 'This console cannot read this kind of file.' }
  const bytes = quote === null ? null : bytesOfHex(quote)
  // A quote that was not to be had is written as null; one that is missing or no hex is a damaged file.
  if (quote !== null && !bytes?.length) return { unreadable: 'The file holds no quote.' }
  const given = readCollateral(collateral)
  if (collateral !== undefined && collateral !== null && !given) return { unreadable: 'The collateral in the file cannot be read.' }
  return {
    evidence: {
      quote: bytes,
      collateral: given satisfies Collateral | null,
      eventLog: event_log ?? null,
      appCompose: typeof app_compose === 'string' ? app_compose : null,
    },
    claims: readClaims(cvm),
    ...readChain(chain),
    judgedAt: readJudgedAt(judgedAt),
    checkedAt: typeof checkedAt === 'string' ? checkedAt : null,
  }
}

/** Names as this console writes them, and as the API does. */
function readClaims(value: unknown): CvmClaims {
  const said = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const text = (name: string) => (typeof said[name] === 'string' ? said[name] : null)
  const hex = (name: string, apiName: string) => claimedHex(said[name] ?? said[apiName])
  const devices = said.deviceIds ?? said.device_ids ?? [said.deviceId ?? said.device_id]
  return {
    id: text('id'),
    name: text('name'),
    appId: hex('appId', 'app_id'),
    instanceId: hex('instanceId', 'instance_id'),
    composeHash: hex('composeHash', 'compose_hash'),
    askedHash: hex('askedHash', 'asked_hash'),
    deviceIds: Array.isArray(devices) ? devices.flatMap((id) => claimedHex(id) ?? []) : [],
    osImageHash: hex('osImageHash', 'os_image_hash'),
  }
}

function readJudgedAt(value: unknown): JudgedAt | null {
  const { local, server } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const timeOf = (text: unknown) => (typeof text === 'string' && !Number.isNaN(Date.parse(text)) ? Date.parse(text) : null)
  const at = timeOf(local)
  return at === null ? null : { local: at, server: timeOf(server) }
}

/** The time that a bundle was made for, as it says itself: its server's where one told. `null` where it does not say. */
export function ownTime({ judgedAt, checkedAt }: Pick<ProofBundle, 'judgedAt' | 'checkedAt'>): number | null {
  if (judgedAt) return judgedAt.server ?? judgedAt.local
  const saved = checkedAt === null ? Number.NaN : Date.parse(checkedAt)
  return Number.isNaN(saved) ? null : saved
}

function readChain(value: unknown): Pick<ProofBundle, 'contracts' | 'recorded'> {
  const { chainId, block, appContract, kmsContract, allowances } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >
  const app = claimedHex(appContract)
  const kms = claimedHex(kmsContract)
  const number = Number(chainId ?? Number.NaN)
  if (app === null || !Number.isSafeInteger(number)) return { contracts: null, recorded: null }
  const contracts = { chainId: number, appContract: `0x${app}`, kmsContract: kms === null ? null : `0x${kms}` }
  if (typeof allowances !== 'object' || allowances === null) return { contracts, recorded: null }
  const answer = (name: string) => {
    const said = (allowances as Record<string, unknown>)[name]
    return typeof said === 'boolean' ? said : null
  }
  return {
    contracts,
    recorded: {
      ...contracts,
      block: Number.isSafeInteger(Number(block)) ? Number(block) : 0,
      hasCode: true,
      composeHashAllowed: answer('composeHash'),
      deviceAllowed: answer('device'),
      anyDeviceAllowed: answer('anyDevice'),
      osImageAllowed: answer('osImage'),
    },
  }
}
