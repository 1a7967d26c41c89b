/** What the gateway sees of the sandbox. The gateway imports this type alone; the code behind it is loaded only when no upstream is set. */
export interface Sandbox {
  /** New after every reset, so that browsers can tell records of an earlier world from their own. */
  worldId(): string
  /** Chains to put into `/config.json`; empty when no chain could be started. */
  chains(): SandboxChainConfig[]
  /** The root that evidence of this sandbox ends in, base64 of its DER. Nothing outside a sandbox trusts it. */
  sandboxRoot(): string
  /** Keys that the sign-in page offers, and what one can do with each. */
  sampleKeys(): { label: string; about?: string; key: string }[]
  /**
   * Answers a request whose path starts with `/api/v1`, `/sandbox` or `/rpc`, or whose host is one that a CVM's logs are said to be at. The gateway has already put the session's key into
   * `X-API-Key` and checked that a browser's request is same-origin.
   * Throws `ConnectionDropped` when a fault says that this request gets no answer; the gateway then closes the socket.
   */
  fetch(request: Request): Promise<Response>
  /** Stops timers and the chain's process. */
  stop(): Promise<void>
}

export interface SandboxChainConfig {
  id: number
  name: string
  currency: { name: string; symbol: string; decimals: number }
  explorerUrl: string | null
  walletRpcUrl: string
  /** The chain's KMS contracts that are trusted. */
  kmsContracts?: string[]
}

/** `origin` is where the gateway listens, e.g. `http://127.0.0.1:4173`; it is what wallets are told to use as RPC. */
export type StartSandbox = (options: { origin: string; seed?: number; fleetSize?: number }) => Promise<Sandbox>

/** Thrown by a fault that leaves a request without an answer. */
export class ConnectionDropped extends Error {
  override name = 'ConnectionDropped'
}
