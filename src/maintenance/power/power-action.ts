import type { CvmStatus } from '@/api/schemas/cvm-status.ts'
import { cvmCan } from '@/domain/cvm-capabilities.ts'
import { statusInSentence } from '@/domain/cvm-status.ts'

export const powerActions = ['start', 'restart', 'shutdown', 'stop'] as const

/** What can be done to many CVMs at once: start, restart, shut down (gracefully) or stop (pull the power). */
export type PowerAction = (typeof powerActions)[number]

type State = Pick<CvmStatus, 'status' | 'inProgress'>

/**
 * Why a CVM in this state is left out of a run; `null` when it takes part. The rules for one CVM hold, with one more: the server's batch stop
 * skips what has an operation under way, so that a stop of many cancels nothing by the way.
 */
export function leftOutOf(action: PowerAction, state: State): string | null {
  if (action === 'stop' && state.inProgress) return 'Another operation is running on this CVM. Stop it on its own page to cancel that.'
  const capability = cvmCan[action](state)
  return capability.can ? null : capability.reason
}

const isOff = ({ status }: State) => status === 'stopped' || status === 'exited'

/** The API's words for operations that each action starts. */
const operationTypes: Record<PowerAction, RegExp> = {
  start: /^(?:power_on|start)/,
  restart: /^(?:restart|reboot)/,
  shutdown: /^(?:shut|power_off|stop)/,
  stop: /^(?:power_off|stop|shut)/,
}

export const isOperationOf = (action: PowerAction, type: string | null) => operationTypes[action].test(type ?? '')

/** States in which an action that was possible before must have arrived. A restarted CVM looks like any other once it runs again. */
const arrived: Record<PowerAction, readonly string[]> = {
  start: ['starting', 'running'],
  restart: ['restarting', 'starting'],
  shutdown: ['shutting_down', 'stopping'],
  stop: ['stopping', 'shutting_down'],
}

/** Whether the state alone shows that the action has reached a CVM for which it was possible before. */
export const hasArrived = (action: PowerAction, state: CvmStatus) =>
  arrived[action].includes(state.status) ||
  (isOff(state) && (action === 'stop' || action === 'shutdown')) ||
  (state.inProgress === true && isOperationOf(action, state.operationType))

/** As in "it is …". */
export const stateInWords = ({ status }: State) => statusInSentence(status)
