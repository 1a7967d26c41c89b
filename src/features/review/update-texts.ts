import type { TabIcon } from './progress/use-tab-icon.ts'
import type { Ticket, UpdateState } from '@/updates/engine/update-machine.ts'

/** What the page's title and the screen reader say about a step. */
export const stepTitles: Record<UpdateState['step'], string> = {
  draft: 'Review',
  reviewing: 'Review',
  submitting: 'The change is being sent.',
  submitUncertain: 'No confirmed response.',
  hashRequired: 'The app contract has to allow the new compose hash.',
  externalApproval: 'Prepared. Waiting for the contract’s owner.',
  wallet: 'The signing window is open.',
  txPending: 'Waiting for the transaction to be in a block.',
  registered: 'The compose hash is registered.',
  confirming: 'Confirming the registration with Phala Cloud.',
  accepted: 'Phala Cloud accepted the update.',
  applying: 'The update is being applied.',
  done: 'The update is done.',
  failed: 'The update failed.',
}

/** After a reload, until the server and the chain have said what is true: nothing that is pressed before that would count. */
export const lookingUp = 'Looking up where this update stands.'

export const drivenElsewhere = 'Another tab drives this update. Take it over first.'

/** In place of the step’s title where our own computation proves that the server asks for another hash. */
export const stopTitle = ({ redeploys }: Pick<Ticket, 'redeploys'>) =>
  redeploys ? 'Stop: the hash is not the one of the revision.' : 'Stop: the hash is not what your edits lead to.'

/** A hash that is proven to be another one, before anything was confirmed with it. */
export const isStopped = (state: UpdateState): boolean => 'verdict' in state && state.verdict?.kind === 'mismatch'

/** Nothing goes on before a person decides: the device is in the way, or confirming was given up. */
const waitsForPerson = (state: UpdateState): boolean =>
  (state.step === 'registered' && !state.goesOnWithoutDevice && (state.device === 'refused' || state.device === 'unread')) ||
  (state.step === 'confirming' && state.gaveUp === true)

/** What is announced of where an update stands; nothing before it was sent. A hash that is proven wrong comes first. */
export function headlineOf(state: UpdateState): string | null {
  if (state.step === 'draft' || state.step === 'reviewing') return null
  if (state.step === 'confirming' && state.gaveUp) return 'The update was not confirmed. Your decision is needed.'
  return isStopped(state) && 'ticket' in state && state.ticket ? stopTitle(state.ticket) : stepTitles[state.step]
}

const tabs: Record<UpdateState['step'], { words: string; icon: TabIcon } | null> = {
  draft: null,
  reviewing: null,
  submitting: { words: 'Sending', icon: 'busy' },
  submitUncertain: { words: 'No confirmed response', icon: 'waiting' },
  hashRequired: { words: 'Signature needed', icon: 'waiting' },
  externalApproval: { words: 'Waiting for approval', icon: 'waiting' },
  wallet: { words: 'Signature needed', icon: 'waiting' },
  txPending: { words: 'Waiting for a block', icon: 'busy' },
  registered: { words: 'Confirming', icon: 'busy' },
  confirming: { words: 'Confirming', icon: 'busy' },
  accepted: { words: 'Applying', icon: 'busy' },
  applying: { words: 'Applying', icon: 'busy' },
  done: { words: 'Done', icon: 'done' },
  failed: { words: 'Failed', icon: 'stop' },
}

/** What the browser’s tab says about an update that was sent, for whoever works in another one meanwhile. */
export function tabOf(state: UpdateState): { words: string; icon: TabIcon } | null {
  if (isStopped(state)) return { words: 'Stop', icon: 'stop' }
  if (waitsForPerson(state)) return { words: 'Your decision is needed', icon: 'waiting' }
  const differs = state.step === 'done' && state.outcomes.some(({ matches }) => matches === false)
  return differs ? { words: 'Done, with differences', icon: 'stop' } : tabs[state.step]
}
