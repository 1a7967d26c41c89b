import type { FlagWords } from './field-row.ts'

const visibility = { on: 'public', off: 'private' }

/** What each visibility setting means for somebody without an account, and what pulling the power can cost. */
export const flagWords = {
  publicLogs: {
    ...visibility,
    switchLabel: 'Public logs',
    whenOn: 'Anyone who knows the address can read what the containers print.',
    whenOff: 'Only members of the workspace can read what the containers print.',
    becomesOn: 'Anyone who knows the address will be able to read what the containers print, including secrets that they print.',
    becomesOff: 'Only members of the workspace will be able to read what the containers print.',
  },
  publicSysinfo: {
    ...visibility,
    switchLabel: 'Public system information',
    whenOn: 'Anyone who knows the address can see CPU, memory and disk use.',
    whenOff: 'Only members of the workspace can see CPU, memory and disk use.',
    becomesOn: 'Anyone who knows the address will be able to see CPU, memory and disk use.',
    becomesOff: 'Only members of the workspace will be able to see CPU, memory and disk use.',
  },
  publicTcbinfo: {
    ...visibility,
    switchLabel: 'Public TCB information',
    whenOn: 'Anyone can read the measurements and the app-compose file, which is what lets others verify this CVM.',
    whenOff: 'Nobody outside the workspace can read the measurements, so others cannot verify this CVM by themselves.',
    becomesOn: 'Anyone will be able to read the measurements and the app-compose file, and to verify this CVM.',
    becomesOff: 'Nobody outside the workspace will be able to read the measurements and verify this CVM.',
  },
  forceStop: {
    switchLabel: 'Allow force stop',
    on: 'allowed',
    off: 'not allowed',
    whenOn: 'If the containers do not end in time, power is cut.',
    whenOff: 'If the containers do not end in time, the update fails and the CVM stays as it is. Allow this only after that has happened.',
    becomesOn:
      'If the containers do not end in time, power is cut: what they are writing at that moment can be lost, and files can be damaged.',
    becomesOff: 'If the containers do not end in time, the update fails and the CVM stays as it is.',
  },
} satisfies Record<string, FlagWords>
