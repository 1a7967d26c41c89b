/** The contracts that have a say in a CVM, and the chain that they are on. */
export interface NamedContracts {
  chainId: number
  /** Lower case with `0x`. */
  appContract: string
  /** `null` where nobody names one. */
  kmsContract: string | null
}

/** What contracts said when they were asked, all of it at one block. `null` was not asked, or is what a contract does not know. */
export interface ChainReading extends NamedContracts {
  block: number
  /** Whether anything lives at the app contract's address. */
  hasCode: boolean
  composeHashAllowed: boolean | null
  deviceAllowed: boolean | null
  anyDeviceAllowed: boolean | null
  osImageAllowed: boolean | null
}
