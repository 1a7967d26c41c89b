import type { ProofBundle } from '@/attestation/bundle.ts'
import { apiSources, type ClaimSources } from '@/attestation/claim-sources.ts'
import type { ChainWord } from '@/attestation/claims.ts'
import type { JudgedAt } from '@/attestation/judged-at.ts'
import { type Link, verdictOf, type Verdict } from '@/attestation/links.ts'
import type { Measured } from '@/attestation/measure.ts'
import { prove } from '@/attestation/prove.ts'

/** A chain that was checked, with everything that a bundle of it needs. */
export interface Proof extends Omit<ProofBundle, 'checkedAt' | 'judgedAt'> {
  judgedAt: JudgedAt
  links: Link[]
  verdict: Verdict
  /** Ends in the sandbox's root: no word about any real machine. */
  isSandboxRoot: boolean
  /** Fails for the dates of its collateral alone. */
  isOutOfDate: boolean
  /** And those dates are still to come. */
  isYetToCome: boolean
  /** Shown, not compared. */
  shown: Pick<Measured, 'mrTd' | 'mrConfigId' | 'reportData'>
  /** Milliseconds since 1970. */
  checkedAt: number
}

export function concludeProof(
  measured: Measured,
  { evidence, claims, contracts }: Pick<ProofBundle, 'evidence' | 'claims' | 'contracts'>,
  chain: ChainWord,
  { checkedAt, sources = apiSources }: { checkedAt: number; sources?: ClaimSources },
): Proof {
  const links = prove(measured, claims, chain, sources)
  return {
    evidence,
    claims,
    contracts,
    recorded: chain.from === 'none' ? null : chain.reading,
    links,
    verdict: verdictOf(links),
    judgedAt: measured.judgedAt,
    isOutOfDate: measured.isOutOfDate,
    isYetToCome: measured.isYetToCome,
    isSandboxRoot: measured.root === 'sandbox',
    shown: measured,
    checkedAt,
  }
}
