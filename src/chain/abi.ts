/**
 * What the console needs of an app contract, and no more: older contracts lack `version`, device functions or two-step ownership,
 * and every proxy stays on the implementation it was made with.
 */
export const appAbi = [
  {
    type: 'function',
    name: 'addComposeHash',
    stateMutability: 'nonpayable',
    inputs: [{ name: 'composeHash', type: 'bytes32' }],
    outputs: [],
  },
  { type: 'function', name: 'addDevice', stateMutability: 'nonpayable', inputs: [{ name: 'deviceId', type: 'bytes32' }], outputs: [] },
  { type: 'function', name: 'owner', stateMutability: 'view', inputs: [], outputs: [{ name: '', type: 'address' }] },
  {
    type: 'function',
    name: 'allowedComposeHashes',
    stateMutability: 'view',
    inputs: [{ name: 'composeHash', type: 'bytes32' }],
    outputs: [{ name: '', type: 'bool' }],
  },
  {
    type: 'function',
    name: 'allowedDeviceIds',
    stateMutability: 'view',
    inputs: [{ name: 'deviceId', type: 'bytes32' }],
    outputs: [{ name: '', type: 'bool' }],
  },
  { type: 'function', name: 'allowAnyDevice', stateMutability: 'view', inputs: [], outputs: [{ name: '', type: 'bool' }] },
  { type: 'function', name: 'version', stateMutability: 'view', inputs: [], outputs: [{ name: '', type: 'uint256' }] },
  { type: 'function', name: 'pendingOwner', stateMutability: 'view', inputs: [], outputs: [{ name: '', type: 'address' }] },
  { type: 'function', name: 'requireTcbUpToDate', stateMutability: 'view', inputs: [], outputs: [{ name: '', type: 'bool' }] },
  // Not indexed: a node can filter by contract and kind of event, not by hash.
  { type: 'event', name: 'ComposeHashAdded', inputs: [{ name: 'composeHash', type: 'bytes32', indexed: false }] },
  { type: 'event', name: 'DeviceAdded', inputs: [{ name: 'deviceId', type: 'bytes32', indexed: false }] },
  { type: 'error', name: 'OwnableUnauthorizedAccount', inputs: [{ name: 'account', type: 'address' }] },
  { type: 'error', name: 'OwnableInvalidOwner', inputs: [{ name: 'owner', type: 'address' }] },
] as const

/** The questions by which a Safe is told from any other contract. */
export const safeAbi = [
  { type: 'function', name: 'getOwners', stateMutability: 'view', inputs: [], outputs: [{ name: '', type: 'address[]' }] },
  { type: 'function', name: 'getThreshold', stateMutability: 'view', inputs: [], outputs: [{ name: '', type: 'uint256' }] },
  { type: 'function', name: 'VERSION', stateMutability: 'view', inputs: [], outputs: [{ name: '', type: 'string' }] },
] as const
