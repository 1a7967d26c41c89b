import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Hex } from '@/domain/identifiers.ts'
import { chainBehindHttp } from './chain-behind-http.ts'

/** The compose hash that both apps allow from the start. */
export const allowedAtStart: Hex = `0x${'a'.repeat(64)}`

interface TwoApps {
  served: Awaited<ReturnType<typeof chainBehindHttp>>
  app: Hex
  otherApp: Hex
  /** Owns both. */
  owner: Hex
  stranger: Hex
  /** An order to the chain, such as a call that somebody makes or blocks to mine. */
  control: (body: unknown) => Promise<{ transactionHash: Hex; blockNumber: number }>
}

/** For tests of code that reads app contracts: a chain with two alike, reset before each test. To be called once at the top of a file. */
export function twoApps(): TwoApps {
  const found = {} as TwoApps
  beforeAll(async () => {
    const served = await chainBehindHttp()
    const { chain } = served
    const options = { owner: 'account', composeHash: allowedAtStart, deviceId: `0x${'1'.repeat(64)}`, allowAnyDevice: false } as const
    Object.assign(found, {
      served,
      owner: chain.accounts.owner.address,
      stranger: chain.accounts.stranger.address,
      app: await chain.deployApp(options),
      otherApp: await chain.deployApp(options),
      control: (body: unknown) => chain.control(body),
    })
    await chain.snapshotAtStart()
  })
  beforeEach(async () => {
    found.served.refuse(null)
    await found.served.chain.reset()
  })
  afterAll(() => found.served.stop())
  return found
}
