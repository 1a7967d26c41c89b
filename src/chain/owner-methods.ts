/** The two calls that an update may need of an app contract's owner. */
export type OwnerMethod = 'addComposeHash' | 'addDevice'

interface MethodFacts {
  /** As the contract's source names it. */
  signature: string
  /** What a wallet shows that does not know the contract: the first four bytes of the call's data. */
  selector: `0x${string}`
  /** The name of its one argument, a `bytes32`. */
  input: string
  argumentLabel: string
}

export const ownerMethods: Record<OwnerMethod, MethodFacts> = {
  addComposeHash: {
    signature: 'addComposeHash(bytes32)',
    selector: '0xdfc77223',
    input: 'composeHash',
    argumentLabel: 'Compose hash',
  },
  addDevice: { signature: 'addDevice(bytes32)', selector: '0x2a819728', input: 'deviceId', argumentLabel: 'Device id' },
}
