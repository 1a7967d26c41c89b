import { type Link, linkIds, type LinkId, type LinkState, verdictOf } from '@/attestation/links.ts'
import type { Proof } from '@/features/proof/proof.ts'

interface SampleOptions extends Partial<Omit<Proof, 'links' | 'verdict'>> {
  /** Links that do not hold. */
  states?: Partial<Record<LinkId, LinkState>>
}

/** A proof of which every link holds but those that are named, for tests of what is shown. */
export function sampleProof({ states = {}, ...facts }: SampleOptions = {}): Proof {
  const links = linkIds.map((id): Link => ({ id, state: states[id] ?? 'holds', compared: [], note: `Note of ${id}.` }))
  return {
    evidence: { quote: Uint8Array.of(4), collateral: null, eventLog: null, appCompose: null },
    claims: {
      id: null,
      name: null,
      appId: null,
      instanceId: null,
      composeHash: null,
      askedHash: null,
      deviceIds: [],
      osImageHash: null,
    },
    contracts: null,
    recorded: null,
    judgedAt: { local: 0, server: null },
    links,
    verdict: verdictOf(links),
    isSandboxRoot: false,
    isOutOfDate: false,
    isYetToCome: false,
    shown: { mrTd: null, mrConfigId: null, reportData: null },
    checkedAt: 0,
    ...facts,
  }
}
