/**
 * By which clocks dates were judged, in milliseconds since 1970. A server says of itself what time it is, so it could choose one at which a
 * platform that was revoked since counted as good; and a computer's own clock may be wrong.
 */
export interface JudgedAt {
  local: number
  /** `null` where no server told. */
  server: number | null
}

const dayMs = 86_400_000

/** Collateral is in date for weeks: clocks that are less than a day apart mean the same. */
export const areApart = ({ local, server }: JudgedAt): boolean => server !== null && Math.abs(local - server) >= dayMs

/** `2026-11-26 18:03 UTC`: the same wherever it is read. */
export const momentText = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
