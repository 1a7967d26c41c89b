import { type Hex, parseHash32, type TransactionHash } from '@/domain/identifiers.ts'

/** Exactly 32 bytes of hex, with or without `0x`, in the form that chains and wallets use for a transaction; or `null`. */
export function parseTransactionHash(value: unknown): TransactionHash | null {
  const parsed = parseHash32(value)
  return parsed && (`0x${parsed}` as TransactionHash)
}

/** For what a chain itself named. Throws on anything that is not 32 bytes: a library that hands that out has broken its word. */
export function toTransactionHash(value: Hex): TransactionHash {
  const parsed = parseTransactionHash(value)
  if (!parsed) throw new Error('a transaction hash must be exactly 32 bytes of hex')
  return parsed
}
