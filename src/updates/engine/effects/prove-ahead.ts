import type { Write } from '../update-machine.ts'
import type { EffectTools } from './effect-tools.ts'
import { heardLater } from './look-ahead.ts'

/** Computes beside the request what its answer is judged by, once. */
export function proveAhead({ wanted, ahead }: EffectTools, kind: Write['kind']): void {
  const { hashesOf } = ahead
  if (!hashesOf || ahead.hashes?.wanted === wanted) return
  ahead.hashes = { wanted, proven: heardLater(hashesOf.then((of) => of({ wanted, isWhole: kind === 'composeFile' }))) }
}
