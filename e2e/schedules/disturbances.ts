import type { Fault, FaultEffect } from '../fixtures/sandbox-control.ts'
import type { SeededRandom } from '../../sandbox/seeded-random.ts'
import type { Place } from './person.ts'

/** What the wallet does when it is asked for a signature. */
export type WalletAnswer = 'approves' | 'refuses' | 'fails' | 'fails after sending' | 'hangs'

export type Happening =
  | { kind: 'fault'; fault: Fault }
  | { kind: 'chain'; control: { automine?: boolean; mine?: number; reorg?: number; dropTransactions?: true } }
  | { kind: 'replace'; how: 'speed up' | 'cancel' }
  | { kind: 'reload' | 'kill' | 'second tab' | 'signed elsewhere' | 'prepared update expires' }

export interface Disturbance {
  name: string
  /** Waits until the page shows this, then for so many looks. */
  at: Place
  looks: number
  happens: Happening
  /** Undone after so many looks. */
  lasts?: number
}

/** How the change goes to the server: as a patch of the CVM, or as its whole manifest, provisioned first and then put to use by its hash. */
export type WayOfWriting = 'patch' | 'composeFile'

type Route = Pick<Fault, 'method' | 'path'>

/** The request that Apply sends, and the one that confirms. */
const routesOf: Record<WayOfWriting, { first: Route; confirmation: Route }> = {
  patch: {
    first: { method: 'PATCH', path: '/api/v1/cvms/{id}' },
    confirmation: { method: 'PATCH', path: '/api/v1/cvms/{id}' },
  },
  composeFile: {
    first: { method: 'POST', path: '/api/v1/cvms/{id}/compose_file/provision' },
    confirmation: { method: 'PATCH', path: '/api/v1/cvms/{id}/compose_file' },
  },
}

/** What goes wrong in one schedule. Whatever is meant to happen at a place that is usually passed at once comes with something that holds it up. */
export function drawSchedule(random: SeededRandom, way: WayOfWriting): Disturbance[] {
  const { first, confirmation } = routesOf[way]
  const drawn = Array.from({ length: random.between(2, 6) }, () => drawDisturbance(random, way))
  const isDrawnAt = (place: Place) => drawn.some(({ at }) => at === place)
  const held: Disturbance[] = []
  if (isDrawnAt('sending')) {
    held.push({ name: 'slow answer', at: 'review', looks: 0, happens: { kind: 'fault', fault: { ...first, then: { delayMs: 800 } } } })
  }
  if (isDrawnAt('pending')) held.push(slowBlocks(random))
  if (isDrawnAt('confirming')) {
    const then = { status: random.pick([467, 468]), body: { detail: 'not yet' } }
    held.push({
      name: 'not seen yet',
      at: 'asked',
      looks: 0,
      happens: { kind: 'fault', fault: { ...confirmation, times: random.between(2, 5), then } },
    })
  }
  return [...held, ...drawn]
}

const slowBlocks = (random: SeededRandom): Disturbance => ({
  name: 'slow blocks',
  at: 'asked',
  looks: 0,
  happens: { kind: 'chain', control: { automine: false } },
  lasts: random.between(4, 25),
})

/** One thing that goes wrong, in the terms of the sandbox's control interface or of a browser. */
function drawDisturbance(random: SeededRandom, way: WayOfWriting): Disturbance {
  const { first, confirmation } = routesOf[way]
  const looks = random.between(0, 3)
  const later = random.pick<Place>(['asked', 'signing', 'pending', 'confirming', 'applying'])
  const onChain = random.pick<Place>(['asked', 'signing', 'pending', 'confirming'])
  const fault = (name: string, at: Place, what: Omit<Fault, 'then'>, then: FaultEffect): Disturbance => ({
    name: `${name}: ${JSON.stringify(then)} × ${what.times ?? 1}`,
    at,
    looks,
    happens: { kind: 'fault', fault: { ...what, then } },
  })
  const ordered = (status: number): FaultEffect => ({ status, body: { detail: 'ordered' } })
  switch (random.between(0, 14)) {
    case 0:
      return fault('first request', 'review', first, ordered(random.pick([400, 401, 409, 422, 429, 500, 502, 503])))
    case 1:
      return fault('first request', 'review', first, random.pick<FaultEffect>(['drop', 'drop-after', 'html-502']))
    case 2:
      return fault(
        'confirmation',
        'asked',
        { ...confirmation, times: random.between(1, 6) },
        ordered(random.pick([467, 468, 409, 429, 401])),
      )
    case 3: {
      const then = random.pick<FaultEffect>(['drop', 'drop-after', 'html-502', ordered(500), { delayMs: 800 }])
      return fault('confirmation', 'asked', { ...confirmation, times: random.between(1, 3) }, then)
    }
    case 4: {
      const path = random.pick(['/api/v1/cvms/{id}/operations', '/api/v1/cvms/{id}', '/api/v1/cvms/{id}/compose_file'])
      const then = random.pick<FaultEffect>(['drop', 'html-502', ordered(503), ordered(429), { delayMs: 400 }])
      return fault('reads', later, { method: 'GET', path, times: random.between(1, 6) }, then)
    }
    case 5: {
      const then = random.pick<FaultEffect>(['drop', ordered(500), ordered(429), { delayMs: 400 }])
      return fault('chain', onChain, { method: 'POST', path: '/rpc/31337', times: random.between(1, 10) }, then)
    }
    case 6:
    case 7:
      return slowBlocks(random)
    case 8:
      return { name: 'forgotten transactions', at: 'pending', looks, happens: { kind: 'chain', control: { dropTransactions: true } } }
    case 9: {
      const control = { mine: 1, reorg: random.between(1, 3) }
      return { name: 'reorganisation', at: random.pick(['pending', 'confirming']), looks, happens: { kind: 'chain', control } }
    }
    case 10: {
      const how = random.pick(['speed up', 'cancel'] as const)
      return { name: how, at: 'pending', looks, happens: { kind: 'replace', how } }
    }
    case 11:
      return { name: 'reload', at: random.pick<Place>(['sending', later]), looks, happens: { kind: 'reload' } }
    case 12:
      return { name: 'tab killed', at: random.pick<Place>(['sending', later]), looks, happens: { kind: 'kill' } }
    case 13:
      return { name: 'second tab', at: random.pick<Place>(['review', later]), looks: 0, happens: { kind: 'second tab' } }
    default:
      return random.chance(0.6)
        ? { name: 'signed elsewhere', at: random.pick(['asked', 'signing']), looks, happens: { kind: 'signed elsewhere' } }
        : { name: 'prepared update expires', at: onChain, looks, happens: { kind: 'prepared update expires' } }
  }
}

export const drawWalletAnswer = (random: SeededRandom): WalletAnswer =>
  random.pick(['approves', 'approves', 'approves', 'refuses', 'fails after sending', 'fails', 'hangs', 'hangs'])
