import type { UpdateState } from '@/updates/engine/update-machine.ts'

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
