import type { NamedContracts } from '@/domain/chain-reading.ts'
import { networkTitle } from '@/domain/network-names.ts'
import { askNode } from '@/api/attestation/ask-node.ts'
import { type Attestation, fetchAttestation, fetchCollateral } from '@/api/attestation/attestation.ts'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import type { ChainWord } from '@/attestation/claims.ts'
import { kmsToAsk } from '@/attestation/kms-contract.ts'
import { type GivenCollateral, readCollateral } from '@/attestation/quote/collateral.ts'
import { parseQuote } from '@/attestation/quote/parse-quote.ts'
import { bytesOfHex, hexOf } from '@/attestation/quote/bytes.ts'
import type { Evidence, Measured } from '@/attestation/measure.ts'
import { noAnswerText, readAllowances } from '@/chain/measured/allowances.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { appContract } from '@/domain/cvm-capabilities.ts'
import { type Checker, startChecker } from './ask-worker.ts'
import { claimsOf } from './claims-of.ts'
import { concludeProof, type Proof } from './proof.ts'
import { sandboxRootOf, trustedKms } from './trusted-roots.ts'

/** What came of looking for a proof. */
export type Gathered =
  | {
      proof: Proof
      attestation: Pick<Attestation, 'is_online' | 'is_public'>
      issuedAt: string | null
      /** The CVM was off, as far as the server says: nothing is said of now. */
      isPast: boolean
      /** Of a quote that is there: handing it in helps where the server has none, and nowhere else. */
      collateral: 'given' | 'none' | 'unread'
    }
  | { unreadable: string }

interface Options {
  config: RuntimeConfig
  /** What the last update asked for, where it is known here. */
  askedHash: string | null
  signal?: AbortSignal
}

/**
 * Asks for everything that the chain of a CVM is made of, and checks it: the evidence in a worker, contracts through the gateway. The
 * vendor's own verdict is not asked for. Rejects where the attestation itself could not be read, and with
 * `NotChecked` where this browser cannot check it.
 */
export async function gatherProof(cvm: Cvm, options: Options): Promise<Gathered> {
  const checker = startChecker()
  try {
    return await gatherAndCheck(cvm, options, checker)
  } finally {
    checker.end()
  }
}

async function gatherAndCheck(cvm: Cvm, { config, askedHash, signal }: Options, checker: Checker): Promise<Gathered> {
  const attestation = await fetchAttestation(cvm.id, signal ? { signal } : {})
  const certificate = attestation.app_certificates?.find(({ quote }) => quote)
  const given = certificate?.quote ? bytesOfHex(certificate.quote) : null
  if (certificate?.quote && !given) return { unreadable: 'The quote is not hex.' }
  const collateral = given ? await collateralFor(given, signal) : 'none'
  const evidence: Evidence = {
    quote: given,
    collateral: typeof collateral === 'string' ? null : collateral,
    eventLog: attestation.tcb_info?.event_log ?? null,
    appCompose: attestation.tcb_info?.app_compose ?? null,
  }
  const now = Date.now()
  const measured = await checker.measure({
    evidence,
    options: { at: now, serverAt: serverTime(now), isCollateralUnread: collateral === 'unread', sandboxRootDer: sandboxRootOf(config) },
  })
  if ('unreadable' in measured) return measured
  const claims = claimsOf(cvm, askedHash)
  const { chain, contracts } = await askChain(cvm, config, measured)
  const proof = concludeProof(measured, { evidence, claims, contracts }, chain, { checkedAt: now })
  return {
    proof,
    attestation,
    isPast: !attestation.is_online || cvm.status !== 'running',
    issuedAt: readableTime(certificate?.not_before),
    collateral: typeof collateral === 'string' ? collateral : 'given',
  }
}

const readableTime = (text: string | null | undefined) => (text && !Number.isNaN(Date.parse(text)) ? text : null)

/** Asked besides this computer's, which may be wrong by years. */
const serverTime = (now: number) => pageRecord.current().clock.toServer(now)?.earliest ?? null

/** Known by the bytes as they came, or by those of the quote without what follows it. */
async function collateralFor(bytes: Uint8Array, signal: AbortSignal | undefined): Promise<GivenCollateral> {
  const options = signal ? { signal } : {}
  try {
    const given =
      (await fetchCollateral(await checksumOf(bytes), options)) ?? (await fetchCollateral(await checksumOf(withoutTrailer(bytes)), options))
    return given === null ? 'none' : (readCollateral(given) ?? 'unread')
  } catch {
    signal?.throwIfAborted()
    return 'unread'
  }
}

/** What is no quote is left as it is: it is judged where everything is. */
function withoutTrailer(bytes: Uint8Array): Uint8Array {
  try {
    return parseQuote(bytes).quoteBytes
  } catch {
    return bytes
  }
}

async function checksumOf(bytes: Uint8Array): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))))
}

/** What the contracts of a CVM say of what was measured, and which ones they are: whoever reads a saved proof can ask them again. */
async function askChain(
  cvm: Cvm,
  config: RuntimeConfig,
  { facts, deviceId }: Measured,
): Promise<{ chain: ChainWord; contracts: NamedContracts | null }> {
  const { chainId } = cvm.kms
  const silent = (why: string, contracts: NamedContracts | null = null) => ({ chain: { from: 'none', why } as const, contracts })
  if (chainId === null) return silent('The API names no contract, and nothing that was measured says that there is none.')
  const known = config.chains.find(({ id }) => id === chainId)
  const contract = appContract(cvm)
  if ('problem' in contract) return silent('Which contract is this app’s is not certain; see Trust.')
  const { kmsContract, kms } = kmsToAsk({ named: cvm.kms.kmsContract, namedBy: 'the API', ...trustedKms(config, chainId) })
  const contracts = { chainId, appContract: contract.address, kmsContract }
  if (!known) return silent(`This console has no connection to ${networkTitle(chainId)}.`, contracts)
  try {
    const reading = await readAllowances(askNode(chainId), {
      ...contracts,
      composeHash: facts?.composeHash ?? null,
      deviceId,
      osImageHash: facts?.osImageHash ?? null,
    })
    return { chain: { from: 'read', reading, kms }, contracts }
  } catch (error) {
    return silent(noAnswerText(error), contracts)
  }
}
