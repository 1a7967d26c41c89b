import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { askNode } from '@/api/attestation/ask-node.ts'
import { mostBytes, type ProofBundle, readBundle } from '@/attestation/bundle.ts'
import type { ChainWord } from '@/attestation/claims.ts'
import { kmsToAsk } from '@/attestation/kms-contract.ts'
import type { Measured } from '@/attestation/measure.ts'
import { readAllowances } from '@/chain/measured/allowances.ts'
import { parseAppId } from '@/domain/identifiers.ts'
import { measureInWorker } from '@/features/proof/ask-worker.ts'
import { trustedKms } from '@/features/proof/trusted-roots.ts'

/** A proof, and its evidence judged for one time. */
interface Judged {
  bundle: ProofBundle
  measured: Measured
}

export type Opened = Judged | { unreadable: string }

/** Opens a saved proof and checks its evidence, without asking anybody anything. */
export async function openBundle(file: File, sandboxRootDer: Uint8Array | null): Promise<Opened> {
  // Not even read.
  if (file.size > mostBytes) return { unreadable: 'The file is larger than any proof.' }
  const text = await file.text().catch(() => null)
  if (text === null) return { unreadable: 'The browser could not read the file.' }
  const bundle = readBundle(text)
  if ('unreadable' in bundle) return bundle
  return judgeBundle(bundle, sandboxRootDer, Date.now())
}

/** Checks the evidence of a proof once more, for another time (milliseconds since 1970). */
export async function judgeBundle(bundle: ProofBundle, sandboxRootDer: Uint8Array | null, at: number): Promise<Opened> {
  const measured = await measureInWorker({ evidence: bundle.evidence, options: { at, sandboxRootDer } })
  return 'unreadable' in measured ? measured : { bundle, measured }
}

/** What stands in the file about contracts, which anybody can have written. */
export function recordedWord({ contracts, recorded }: ProofBundle, config: Pick<RuntimeConfig, 'chains'>): ChainWord {
  if (!contracts) return { from: 'none', why: 'The file names no contract.' }
  if (!recorded) return { from: 'none', why: 'The file names a contract, and no answer of it.' }
  return {
    from: 'recorded',
    reading: recorded,
    kms: kmsToAsk({ named: recorded.kmsContract, namedBy: 'the file', ...trustedKms(config, contracts.chainId) }).kms,
  }
}

/** Asks the contracts that a proof names, on the chain that it names. Rejects when the chain cannot be read. */
export async function readAgain(
  { contracts }: ProofBundle,
  { facts, deviceId }: Pick<Measured, 'facts' | 'deviceId'>,
  config: Pick<RuntimeConfig, 'chains'>,
): Promise<ChainWord> {
  const appContract = parseAppId(contracts?.appContract)
  if (!contracts || !appContract) return { from: 'none', why: 'The file names no contract.' }
  const { chainId } = contracts
  const named = parseAppId(contracts.kmsContract)
  const { kmsContract, kms } = kmsToAsk({ named: named ? `0x${named}` : null, namedBy: 'the file', ...trustedKms(config, chainId) })
  const reading = await readAllowances(askNode(chainId), {
    chainId,
    appContract: `0x${appContract}`,
    kmsContract,
    composeHash: facts?.composeHash ?? null,
    deviceId,
    osImageHash: facts?.osImageHash ?? null,
  })
  return { from: 'read', reading, kms }
}
