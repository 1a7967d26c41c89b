import { p256 } from '@noble/curves/nist.js'

/**
 * What the library that judges quotes uses of the package `elliptic` where there is no crypto of Node, which is in browsers. The build puts this
 * in its place (vite.config.ts), so that what checks certificates here checks every signature: in a third of the time, and strictly. It
 * takes what the crypto of Node takes.
 */
export class ec {
  readonly curve: string

  constructor(curve: string) {
    if (curve !== 'p256') throw new Error(`There is no curve ${curve} here`)
    this.curve = curve
  }

  /** `point` is of SEC 1; one that lies on no curve verifies nothing. */
  keyFromPublic(point: Uint8Array) {
    return {
      /** Whether `signature` (DER) is over `digest` (32 bytes). */
      verify: (digest: ArrayLike<number>, signature: Uint8Array): boolean => {
        try {
          return p256.verify(Uint8Array.from(signature), Uint8Array.from(digest), Uint8Array.from(point), {
            lowS: false,
            prehash: false,
            format: 'der',
          })
        } catch {
          return false
        }
      },
    }
  }
}
