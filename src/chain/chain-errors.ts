/** The CVM's chain is not among those that this console is connected to. */
export class UnknownChain extends Error {
  override name = 'UnknownChain'
  readonly chainId: number

  constructor(chainId: number) {
    super(`no connection to chain ${chainId}`)
    this.chainId = chainId
  }
}

/** The chain answers, and there is nothing at the address that answers as an app contract does. */
export class NoSuchContract extends Error {
  override name = 'NoSuchContract'
}
