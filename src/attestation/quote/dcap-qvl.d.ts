/**
 * The verifier alone, without the package's entry: that one also loads what fetches collateral by itself. Nothing here may ask a network for
 * anything, so that part is never loaded.
 */
declare module '@phala/dcap-qvl/src/verify.js' {
  export const QuoteVerifier: {
    newWithRootCa(der: Uint8Array): {
      /** Throws a plain `Error` for whatever is not as it should be. */
      verify(quote: Uint8Array, collateral: Record<string, string>, unixSeconds: number): { status: string; advisory_ids: string[] }
    }
  }
}
