import type { SeededRandom } from '../seeded-random.ts'

/** As long as a name may be. */
export const longestName = 'customer-notification-delivery-and-retry-orchestrator-europe-w1'

const things = [
  'billing',
  'search',
  'catalog',
  'invoice',
  'vector',
  'audit',
  'webhook',
  'payout',
  'risk',
  'media',
  'geo',
  'ticket',
  'stream',
  'token',
  'crm',
]
const kinds = ['api', 'worker', 'indexer', 'gateway', 'cache', 'scheduler', 'bot', 'sync', 'relay', 'store']
const places = ['prod', 'staging', 'eu', 'us', 'canary', 'batch']

/** Ends in the CVM's number, so no two are the same. */
export const fillerName = (number: number, random: SeededRandom) =>
  `${random.pick(things)}-${random.pick(kinds)}-${random.pick(places)}-${String(number).padStart(2, '0')}`
