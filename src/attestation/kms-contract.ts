/** Whose word it is which KMS contract is asked. Nothing that is measured names it, so a liar could name one that allows everything. */
export interface KmsWord {
  /** As it stands in “which … names”. */
  namedBy: string
  /** Who trusts other KMS contracts and not this one; `null` where it is one of theirs, or where nobody says whom to trust. */
  distrustedBy: string | null
  /** They trust some on other chains, and none on this one: whoever named the chain may have put contracts of any kind there. */
  isOnOtherChain?: boolean
}

/** Who names the KMS contract of one CVM, and whom a reader of the proof trusts without being told. */
export interface KmsContracts {
  /** With `0x`; `null` where none is named. */
  named: string | null
  namedBy: string
  /** On the chain that is asked; empty where others are trusted on other chains alone. `null`: nobody says whom to trust. */
  trusted: readonly string[] | null
  trustedBy: string
}

/** Which KMS contract to ask about an OS image: the named one, or the only trusted one where none is named. In lower case with `0x`. */
export function kmsToAsk({ named, namedBy, trusted, trustedBy }: KmsContracts): { kmsContract: string | null; kms: KmsWord } {
  const own = trusted?.map((address) => address.toLowerCase()) ?? null
  const kmsContract = named?.toLowerCase() ?? (own?.length === 1 ? own[0]! : null) // the only one
  if (own?.length === 0) return { kmsContract, kms: { namedBy, distrustedBy: trustedBy, isOnOtherChain: true } }
  if (kmsContract === null || own === null) return { kmsContract, kms: { namedBy, distrustedBy: null } }
  return own.includes(kmsContract)
    ? { kmsContract, kms: { namedBy: trustedBy, distrustedBy: null } }
    : { kmsContract, kms: { namedBy, distrustedBy: trustedBy } }
}
