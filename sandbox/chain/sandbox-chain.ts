/** What the sandbox needs of its EVM chain. Addresses and hashes are 0x-prefixed and lower case unless said otherwise. */
export type Hex = `0x${string}`

export interface SandboxChain {
  chainId: number
  /** Where the node itself listens; browsers go through the gateway's `/rpc/{chainId}` instead. */
  nodeUrl: string
  /** Holds code of its own; never the target of `addComposeHash`. Checksummed. */
  kmsContractAddress: Hex
  /** `owner` owns the `account` apps, `stranger` the `stranger` apps; `unfunded` has a balance of zero. Checksummed. */
  accounts: Record<'owner' | 'stranger' | 'unfunded', { address: Hex; privateKey: Hex }>
  /** The Safe-like contract that owns the `safe` apps; `accounts.owner` may execute through it. Checksummed. */
  safeAddress: Hex
  /** Deploys a proxy of the app contract and registers it with the KMS contract; its address is the app id. Deterministic in call order. */
  deployApp(options: { owner: 'account' | 'safe' | 'stranger'; composeHash: Hex; deviceId: Hex; allowAnyDevice: boolean }): Promise<Hex>
  /** Puts OS images on the KMS contract's list, so that apps may boot them. */
  allowOsImages(hashes: Hex[]): Promise<void>
  /** Remembers the present state as the one `reset` returns to. */
  snapshotAtStart(): Promise<void>
  reset(): Promise<void>
  isComposeHashAllowed(app: Hex, composeHash: Hex): Promise<boolean>
  isDeviceAllowed(app: Hex, deviceId: Hex): Promise<{ allowAnyDevice: boolean; deviceAllowed: boolean }>
  ownerOf(app: Hex): Promise<Hex>
  hasCode(address: Hex): Promise<boolean>
  /** The contract's own verdict for a boot; `reason` is one of the vendor's three strings or ''. */
  bootVerdict(app: Hex, boot: { composeHash: Hex; deviceId: Hex }): Promise<{ allowed: boolean; reason: string }>
  /** What the receipt of a transaction says: whether it succeeded and which compose hashes `app` announced in it. `null` when there is no receipt. */
  registrationReceipt(transactionHash: Hex, app: Hex): Promise<{ succeeded: boolean; addedHashes: Hex[] } | null>
  /** Forwards one JSON-RPC body (object or batch) to the node, refusing methods that reach outside it. Returns the JSON answer. */
  forward(body: unknown): Promise<unknown>
  /** `POST /sandbox/chain`. Throws an `Error` with a readable message on bad input. */
  control(body: unknown): Promise<unknown>
  stop(): Promise<void>
}
