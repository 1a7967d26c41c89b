import { writeBundle } from '@/attestation/bundle.ts'
import { saveTextFile } from '@/lib/save-text-file.ts'
import type { Proof } from './proof.ts'

/** Hands the proof to the browser as a file that the page “Check a saved proof” and the command read. */
export function saveProof(proof: Proof) {
  const name = (proof.claims.name ?? proof.claims.id ?? 'cvm').replaceAll(/[^\w.-]+/g, '-').slice(0, 60)
  saveTextFile(`proof-${name}.json`, writeBundle(proof, proof.checkedAt), 'application/json')
}
