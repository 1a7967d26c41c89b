import type { ComposeHash } from '@/domain/identifiers.ts'
import { type Calibration, calibrate, checkHash, type HashVerdict, textOfHash, type UnprovenReason } from '@/domain/compose-hash.ts'
import { patchFor } from './build-patch.ts'
import { fieldNames, fields, type FieldName, type WantedValues } from './fields.ts'

/** What our own computation says about a hash before anybody signs it. Green only with proof; a proven mismatch has no override. */
export type HashSeal =
  | { verdict: 'checking' }
  | { verdict: 'proven' }
  /** `leftOut`: the server's hash is exactly the one without this change; `null` when no single change explains it. */
  | { verdict: 'mismatch'; ours: ComposeHash; leftOut: FieldName | null }
  | { verdict: 'unproven'; reason: UnprovenReason }

export interface Prepared {
  /** The server's hash, the one that would be registered. */
  composeHash: ComposeHash
  /** What the update changes; only what is part of the manifest counts here. */
  wanted: WantedValues
}

/** The running revision: the stored file's own text and the hash that the CVM reports. */
export interface Running {
  storedText: string | null
  composeHash: ComposeHash | null
}

/** The manifest's keys are named like the request's, so a change is written to both in the same words. */
const manifestChanges = (names: FieldName[], wanted: WantedValues) =>
  patchFor(Object.fromEntries(names.map((name) => [name, wanted[name]]))) as Parameters<typeof checkHash>[2]

/**
 * Computes the hash of the prepared revision in every layout that reproduces the running one, and compares it with the server's.
 * The running file's own bytes are the proof of how this server writes this file.
 */
export async function sealHash(prepared: Prepared, running: Running): Promise<HashSeal> {
  const calibration = await calibrate(running.storedText, running.composeHash)
  const changed = changedInManifest(prepared)
  const verdict = await checkHash(prepared.composeHash, calibration, manifestChanges(changed, prepared.wanted))
  if (verdict.verdict === 'same') return { verdict: 'proven' }
  if (verdict.verdict === 'unproven') return { verdict: 'unproven', reason: verdict.reason }
  return { verdict: 'mismatch', ours: verdict.ours, leftOut: await changeLeftOut(prepared, calibration, changed) }
}

const changedInManifest = ({ wanted }: Prepared) =>
  fieldNames.filter((name) => fields[name].changesComposeHash && wanted[name] !== undefined)

/** The stored files before and after, the later one with exactly the prepared hash; `null` where that cannot be proven. */
export async function provenChange(prepared: Prepared, running: Running): Promise<{ before: string; after: string } | null> {
  const calibration = await calibrate(running.storedText, running.composeHash)
  const changes = manifestChanges(changedInManifest(prepared), prepared.wanted)
  const after = await textOfHash(prepared.composeHash, calibration, changes)
  return after !== null && running.storedText !== null ? { before: running.storedText, after } : null
}

/** The one change whose absence explains the server's hash. */
async function changeLeftOut(prepared: Prepared, calibration: Calibration, changed: FieldName[]): Promise<FieldName | null> {
  for (const name of changed) {
    const others = changed.filter((other) => other !== name)
    const without: HashVerdict = await checkHash(prepared.composeHash, calibration, manifestChanges(others, prepared.wanted))
    if (without.verdict === 'same') return name
  }
  return null
}
