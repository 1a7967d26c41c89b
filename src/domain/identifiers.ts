/** Hex text with its `0x`, as wallets and contracts want it. */
export type Hex = `0x${string}`

/** Tells texts apart that look alike, for the compiler alone: only a parser makes one. */
declare const form: unique symbol

/** 32 bytes as 64 lower-case hex digits without `0x`, the way the API writes a SHA-256. */
export type Hash32 = string & { readonly [form]: 'bare' }
/** Of a manifest: the SHA-256 that the app contract has to allow. */
export type ComposeHash = Hash32
/** 32 bytes with `0x`, the way the chain wants a compose hash or a device id. */
export type Bytes32 = Hex & { readonly [form]: 'bytes32' }
/** Names a transaction on its chain; with `0x`, and never a compose hash. */
export type TransactionHash = Hex & { readonly [form]: 'transaction' }

const hexOf = (length: number) => new RegExp(`^(?:0x)?([0-9a-fA-F]{${length}})$`)
const hash32 = hexOf(64)
const address20 = hexOf(40)

/** Exactly 32 bytes of hex, with or without `0x`, or `null`. Never padded, never trimmed: a 31-byte hash is another hash. */
export function parseHash32(value: unknown): Hash32 | null {
  return typeof value === 'string' ? ((hash32.exec(value)?.[1]?.toLowerCase() as Hash32 | undefined) ?? null) : null
}

/** Exactly 20 bytes of hex as 40 lower-case characters without `0x`, or `null`. App ids arrive in both forms. */
export function parseAppId(value: unknown): string | null {
  return typeof value === 'string' ? (address20.exec(value)?.[1]?.toLowerCase() ?? null) : null
}

/** The `bytes32` that the app contract takes. */
export const toBytes32 = (hash: Hash32): Bytes32 => `0x${hash}` as Bytes32

/** The app contract of an app: its address is the app id. Lower case; `null` for anything that is not 20 bytes. */
export function appContractOf(appId: unknown): Hex | null {
  const parsed = parseAppId(appId)
  return parsed ? `0x${parsed}` : null
}

/** Same 20 bytes, whatever their case and prefix. */
export function sameAddress(a: unknown, b: unknown): boolean {
  const left = parseAppId(a)
  return left !== null && left === parseAppId(b)
}

const plainUuid = (uuid: string) => uuid.replaceAll('-', '').toLowerCase()

/** Same UUID, with dashes or without, whatever their case; one that is not reported is none. */
export const sameUuid = (a: string | null | undefined, b: string | null | undefined): boolean =>
  Boolean(a && b) && plainUuid(a!) === plainUuid(b!)

/** What was typed or pasted to find something by: lower case, without blanks around it and without the prefix that ids are pasted with. */
export const searchedText = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/^(?:0x|app_|instance_)(?=[0-9a-f]{8})/, '')

export { abbreviate } from '@/lib/abbreviate.ts'
