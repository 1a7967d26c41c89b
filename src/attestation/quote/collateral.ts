/**
 * What is needed to judge a quote besides the quote: who may sign, what was revoked, which platform levels count as up to date. Texts as
 * Phala Cloud's API hands them out; lists and signatures are hex. `null` was asked for and is not there.
 */
export interface Collateral {
  pck_crl_issuer_chain: string
  root_ca_crl: string | null
  pck_crl: string
  tcb_info_issuer_chain: string
  tcb_info: string
  tcb_info_signature: string
  qe_identity_issuer_chain: string
  qe_identity: string
  qe_identity_signature: string
}

/** Collateral, or why there is none: the server has none, or it could not be read. */
export type GivenCollateral = Collateral | 'none' | 'unread'

const required = [
  'pck_crl_issuer_chain',
  'pck_crl',
  'tcb_info_issuer_chain',
  'tcb_info',
  'tcb_info_signature',
  'qe_identity_issuer_chain',
  'qe_identity',
  'qe_identity_signature',
] as const

/** Takes the known parts of a collateral object and leaves everything else behind; `null` where one is missing or is no text. */
export function readCollateral(value: unknown): Collateral | null {
  if (typeof value !== 'object' || value === null) return null
  const parts = value as Record<string, unknown>
  const { root_ca_crl: rootList } = parts
  if (rootList !== null && rootList !== undefined && typeof rootList !== 'string') return null
  const read: Record<string, string | null> = { root_ca_crl: rootList ?? null }
  for (const name of required) {
    const text = parts[name]
    if (typeof text !== 'string') return null
    read[name] = text
  }
  return read as unknown as Collateral // every name was read
}
