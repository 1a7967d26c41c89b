import * as z from 'zod/mini'

/** `GET /config.json`, written by the gateway. */
export const runtimeConfigSchema = z.object({
  mode: z.enum(['live', 'sandbox']),
  worldId: z.optional(z.string()),
  /** Host only; shown at sign-in and used to keep records of different upstreams apart. */
  upstream: z.string(),
  chains: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      currency: z.object({ name: z.string(), symbol: z.string(), decimals: z.number() }),
      explorerUrl: z.nullable(z.string()),
      /** What a wallet may be told to add; the app itself reads through `/rpc/{id}`. */
      walletRpcUrl: z.string(),
      /** The KMS contracts that whoever runs this console trusts on the chain; absent or empty where they name none. */
      kmsContracts: z.optional(z.array(z.string())),
    }),
  ),
  /** In sandbox mode alone: the root that its evidence ends in, base64 of the DER. */
  sandboxRoot: z.optional(z.string()),
  sampleKeys: z.optional(z.array(z.object({ label: z.string(), about: z.optional(z.string()), key: z.string() }))),
})

export type RuntimeConfig = z.output<typeof runtimeConfigSchema>
export type ChainConfig = RuntimeConfig['chains'][number]
