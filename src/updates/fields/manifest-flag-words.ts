import type { FlagWords } from './field-row.ts'

const enabled = { on: 'enabled', off: 'disabled' }

/** What the settings mean that stand in the manifest alone, as dstack's guest reads them. */
export const manifestFlagWords = {
  secureTime: {
    ...enabled,
    switchLabel: 'Wait for a secure clock',
    whenOn: 'The CVM starts only once its clock was set over an authenticated connection.',
    whenOff: 'The CVM takes the clock of its host at first.',
    becomesOn: 'The CVM will start only once its clock was set over an authenticated connection, which takes longer and needs a network.',
    becomesOff: 'The CVM will take the clock of its host at first, and whoever runs the host can set it.',
  },
  noInstanceId: {
    ...enabled,
    switchLabel: 'Run without an instance id',
    whenOn: 'The CVM has no instance id of its own, so its disk key is that of the app.',
    whenOff: 'The CVM has an instance id of its own, and a disk key that depends on it.',
    becomesOn:
      'The CVM will have no instance id, and another disk key: what is on its disk may not be readable any more. Have a copy of it.',
    becomesOff:
      'The CVM will have an instance id, and another disk key: what is on its disk may not be readable any more. Have a copy of it.',
  },
  gatewayEnabled: {
    ...enabled,
    switchLabel: 'Reachable through the gateway',
    whenOn: 'The gateway passes requests on to the CVM.',
    whenOff: 'The gateway passes nothing on to the CVM, unless an older setting says so.',
    becomesOn: 'The gateway will pass requests on to the CVM, and its endpoints will answer.',
    becomesOff: 'The gateway will pass nothing on to the CVM, and its endpoints will not answer, unless an older setting says so.',
  },
  kmsEnabled: {
    ...enabled,
    switchLabel: 'Keys from the KMS',
    whenOn: 'The CVM asks the KMS for its keys when it starts.',
    whenOff: 'The CVM does not ask the KMS for keys.',
    becomesOn: 'The CVM will ask the KMS for its keys. A disk that was encrypted with another key cannot be read with them.',
    becomesOff: 'The CVM will get no keys from the KMS: neither its disk nor its environment can be opened without them.',
  },
  localKeyProvider: {
    ...enabled,
    switchLabel: 'Keys from the host',
    whenOn: 'Where the KMS gives no keys, the key provider of the host does.',
    whenOff: 'The key provider of the host is not asked.',
    becomesOn: 'Where the KMS gives no keys, the key provider of the host will. They are bound to that host.',
    becomesOff: 'The key provider of the host will not be asked. A disk that was encrypted with its keys cannot be read without them.',
  },
} satisfies Record<string, FlagWords>
