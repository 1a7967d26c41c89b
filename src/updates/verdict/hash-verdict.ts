import type { ComposeHash } from '@/domain/identifiers.ts'
import type { AppCompose } from '@/api/schemas/app-compose.ts'
import {
  type Calibration,
  calibrate,
  checkHash,
  type HashComparison,
  hashesAfter,
  type Manifest,
  textOfHash,
  type UnprovenReason,
} from '@/domain/compose-hash.ts'
import { patchFor } from '@/updates/plan/build-patch.ts'
import { absentKeys } from '@/updates/plan/whole-manifest.ts'
import { fieldNames, fields, type FieldName, type WantedValues } from '@/updates/fields/fields.ts'

/** What our own computation says about a hash before anybody signs it. Green only with proof; a proven mismatch has no override. */
export type HashVerdict =
  | { kind: 'proven' }
  /** `leftOut`: the server's hash is exactly the one without this change; `null` when no single change explains it. */
  | { kind: 'mismatch'; ours: ComposeHash; leftOut: FieldName | null }
  | { kind: 'unproven'; reason: UnprovenReason }

export interface Change {
  /** What the update changes; only what is part of the manifest counts here. */
  wanted: WantedValues
  /** The manifest was sent whole, so keys that the stored one lacks were written out in it. */
  isWhole?: boolean
}

export interface Prepared extends Change {
  /** The server's hash, the one that would be registered. */
  composeHash: ComposeHash
}

/** The running revision: the stored file's own text and the hash that the CVM reports. */
export interface Running {
  storedText: string | null
  composeHash: ComposeHash | null
}

/** The manifest's keys are named like the request's, so a change is written to both in the same words. */
const manifestChanges = (names: FieldName[], { wanted, isWhole = false }: Change, calibration: Calibration) =>
  ({
    ...(isWhole && calibration.proven ? absentKeys(calibration.manifest) : {}),
    ...patchFor(Object.fromEntries(names.map((name) => [name, wanted[name]]))),
  }) as Parameters<typeof checkHash>[2]

/**
 * Computes the hash of the prepared revision in every layout that reproduces the running one, and compares it with the server's.
 * The running file's own bytes are the proof of how this server writes this file.
 */
export async function judgeHash(prepared: Prepared, running: Running): Promise<HashVerdict> {
  const calibration = await calibrate(running.storedText, running.composeHash)
  const changed = changedInManifest(prepared)
  const comparison = await checkHash(prepared.composeHash, calibration, manifestChanges(changed, prepared, calibration))
  if (comparison.result === 'same') return { kind: 'proven' }
  if (comparison.result === 'unproven') return { kind: 'unproven', reason: comparison.reason }
  return { kind: 'mismatch', ours: comparison.ours, leftOut: await changeLeftOut(prepared, calibration, changed) }
}

/** The hashes with which `judgeHash` would say that a change is proven; none where nothing can be proven. */
export type ProvenHashes = (change: Change) => Promise<ComposeHash[]>

/** Does what takes long as soon as it is known what runs. */
export async function provenHashes(running: Running): Promise<ProvenHashes> {
  const calibration = await calibrate(running.storedText, running.composeHash)
  return (change) => hashesAfter(calibration, manifestChanges(changedInManifest(change), change, calibration))
}

/** Whether a manifest that is known as values, not as bytes, has this hash. Where its keys stand is only known for sorted ones. */
export async function judgeManifest(composeHash: ComposeHash, manifest: AppCompose, running: Running): Promise<HashVerdict> {
  const calibration = await calibrate(running.storedText, running.composeHash)
  if (!calibration.proven) return { kind: 'unproven', reason: calibration.reason }
  const text = await textOfHash(composeHash, { ...calibration, manifest: manifest as Manifest }, {})
  return text === null ? { kind: 'unproven', reason: 'not-byte-for-byte' } : { kind: 'proven' }
}

const changedInManifest = ({ wanted }: Change) => fieldNames.filter((name) => fields[name].changesComposeHash && wanted[name] !== undefined)

/** The stored files before and after, the later one with exactly the prepared hash; `null` where that cannot be proven. */
export async function provenChange(prepared: Prepared, running: Running): Promise<{ before: string; after: string } | null> {
  const calibration = await calibrate(running.storedText, running.composeHash)
  const changes = manifestChanges(changedInManifest(prepared), prepared, calibration)
  const after = await textOfHash(prepared.composeHash, calibration, changes)
  return after !== null && running.storedText !== null ? { before: running.storedText, after } : null
}

/** The one change whose absence explains the server's hash. */
async function changeLeftOut(prepared: Prepared, calibration: Calibration, changed: FieldName[]): Promise<FieldName | null> {
  for (const name of changed) {
    const others = changed.filter((other) => other !== name)
    const without: HashComparison = await checkHash(prepared.composeHash, calibration, manifestChanges(others, prepared, calibration))
    if (without.result === 'same') return name
  }
  return null
}
