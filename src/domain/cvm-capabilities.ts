import type { Cvm } from './cvm.ts'
import { appContractOf, sameAddress } from './identifiers.ts'

/** Whether an action is possible now; when it is not, `reason` is a sentence for the person. */
export type Capability = { can: true } | { can: false; reason: string }

const yes: Capability = { can: true }
const no = (reason: string): Capability => ({ can: false, reason })

const busy = 'Another operation is running on this CVM. Wait until it ends.'

export type CvmAction = 'start' | 'restart' | 'forceRestart' | 'shutdown' | 'stop' | 'delete' | 'apply'

/** Whether a running operation stands in the way. Pulling the power cancels one. */
const waitsForOthers: Record<CvmAction, boolean> = {
  start: true,
  restart: true,
  forceRestart: true,
  shutdown: true,
  stop: false,
  delete: true,
  apply: true,
}

/**
 * Why an action makes no sense in a state; an absent one is possible. A state that stands in no row is new or another's word: nothing is ruled
 * out for it, and the server says what it thinks.
 */
const ruledOut: Record<string, Partial<Record<CvmAction, string>>> = {
  running: { start: 'This CVM is already running.' },
  stopped: {
    restart: 'Only a running CVM can be restarted. Start it instead.',
    forceRestart: 'Only a running CVM can be restarted. Start it instead.',
    shutdown: 'This CVM is not running.',
    stop: 'This CVM is already stopped.',
  },
  error: {
    restart: 'It did not start, so there is nothing to restart. Start it instead.',
    shutdown: 'This CVM is not running.',
  },
  starting: {
    start: 'This CVM is already starting.',
    restart: 'This CVM is starting. It can be restarted when it runs.',
    shutdown: 'This CVM is starting. It can be shut down when it runs.',
  },
  stopping: {
    start: 'This CVM is stopping. It can be started when it has stopped.',
    restart: 'This CVM is stopping. It can be started when it has stopped.',
    forceRestart: 'This CVM is stopping. It can be started when it has stopped.',
    shutdown: 'This CVM is already stopping.',
  },
  shutting_down: {
    start: 'This CVM is shutting down. It can be started when it has stopped.',
    restart: 'This CVM is shutting down. It can be started when it has stopped.',
    shutdown: 'This CVM is already shutting down.',
  },
  restarting: { start: 'This CVM is already restarting.', restart: 'This CVM is already restarting.' },
}

/** All that the rules look at, so that they hold for a status that was just read as well as for a whole CVM. */
type State = Pick<Cvm, 'status' | 'inProgress'>

const can =
  (action: CvmAction) =>
  ({ status, inProgress }: State): Capability => {
    if (inProgress && waitsForOthers[action]) return no(busy)
    const reason = ruledOut[status === 'exited' ? 'stopped' : status]?.[action]
    return reason === undefined ? yes : no(reason)
  }

/** Business rules about one CVM. The server stays the judge: these only explain in advance. */
export const cvmCan = {
  start: can('start'),
  restart: can('restart'),
  /** Does not wait for the containers to end. */
  forceRestart: can('forceRestart'),
  shutdown: can('shutdown'),
  /** Pulls the power and cancels a running operation, so being busy does not forbid it. */
  stop: can('stop'),
  delete: can('delete'),
  apply: can('apply'),
} satisfies Record<CvmAction, (state: State) => Capability>

/** A contract governs this CVM's keys: a new compose hash needs its owner's approval on-chain. */
export const isContractGoverned = (cvm: Pick<Cvm, 'kms'>) => cvm.kms.chainId !== null

/** The one contract that `addComposeHash` may be sent to, or why there is none to send to. Never the KMS contract. */
export function appContract(cvm: Cvm): { address: `0x${string}` } | { problem: 'no-app-id' | 'legacy-address' | 'is-kms-contract' } {
  const address = appContractOf(cvm.appId)
  if (!address) return { problem: 'no-app-id' }
  if (sameAddress(address, cvm.kms.kmsContract)) return { problem: 'is-kms-contract' }
  if (cvm.kms.reportedAppContract && !sameAddress(address, cvm.kms.reportedAppContract)) return { problem: 'legacy-address' }
  return { address }
}

/** What can be asked for from elsewhere in the console; the CVM's own page says what it does before it does it. */
export type AskedAction = 'start' | 'restart' | 'shutdown'

const actions: readonly unknown[] = ['start', 'restart', 'shutdown'] satisfies AskedAction[]

/** Stands in the history's state, which nobody can write into a link: an address alone never opens a question. */
export interface AskingState {
  asks: AskedAction
}

/** The action that a page was opened for; `null` for none. */
export function askedAction(state: object): AskedAction | null {
  const asks = 'asks' in state ? state.asks : null
  return actions.includes(asks) ? (asks as AskedAction) : null
}
