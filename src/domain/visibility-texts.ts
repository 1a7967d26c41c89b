import type { Cvm } from './cvm.ts'

interface VisibilityWords {
  label: string
  /** Of the switch that makes it public. */
  switchLabel: string
  whenPublic: string
  whenPrivate: string
  /** Said before a change is applied. */
  becomesPublic: string
  becomesPrivate: string
}

/** What each visibility setting means for somebody without an account. */
export const visibilityWords: Record<keyof Cvm['visibility'], VisibilityWords> = {
  publicLogs: {
    label: 'Logs',
    switchLabel: 'Public logs',
    whenPublic: 'Anyone who knows the address can read what the containers print.',
    whenPrivate: 'Only members of the workspace can read what the containers print.',
    becomesPublic: 'Anyone who knows the address will be able to read what the containers print, including secrets that they print.',
    becomesPrivate: 'Only members of the workspace will be able to read what the containers print.',
  },
  publicSysinfo: {
    label: 'System information',
    switchLabel: 'Public system information',
    whenPublic: 'Anyone who knows the address can see CPU, memory and disk use.',
    whenPrivate: 'Only members of the workspace can see CPU, memory and disk use.',
    becomesPublic: 'Anyone who knows the address will be able to see CPU, memory and disk use.',
    becomesPrivate: 'Only members of the workspace will be able to see CPU, memory and disk use.',
  },
  publicTcbinfo: {
    label: 'TCB information',
    switchLabel: 'Public TCB information',
    whenPublic: 'Anyone can read the measurements and the app-compose file, which is what lets others verify this CVM.',
    whenPrivate: 'Nobody outside of the workspace can read the measurements, so others cannot verify this CVM by themselves.',
    becomesPublic: 'Anyone will be able to read the measurements and the app-compose file, and to verify this CVM.',
    becomesPrivate: 'Nobody outside of the workspace will be able to read the measurements and verify this CVM.',
  },
}
