import { type Bytes32, type Hash32, parseHash32, toBytes32, type TransactionHash } from '@/domain/identifiers.ts'

const repeated = (digits: string) => digits.repeat(64 / digits.length)

/** 32 bytes made of the same hex digits over and over; or those of a whole text, such as a server's. Throws where it is none. */
export function someHash(digits: string): Hash32 {
  const hash = parseHash32(digits.length < 64 ? repeated(digits) : digits)
  if (!hash) throw new Error(`${digits} makes no hash`)
  return hash
}

export const someBytes32 = (digits: string): Bytes32 => toBytes32(someHash(digits))

export const someTransactionHash = (digits: string): TransactionHash => `0x${someHash(digits)}` as TransactionHash
