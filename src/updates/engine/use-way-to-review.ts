import type { DrivenCvm } from './update-driver.ts'
import { isUnderWay } from './update-journal.ts'
import { useUpdate } from './use-update.ts'

/** The way to the review from elsewhere than the form: an update under way comes first, and the result of an ended one is put away. */
export function useWayToReview(cvm: DrivenCvm) {
  const { state, send, isRecovering } = useUpdate(cvm)
  return {
    /** Why the review cannot be opened now. */
    hindrance: isRecovering
      ? 'Looking up where the last update stands.'
      : isUnderWay(state)
        ? 'An update of this CVM is under way. Finish it first.'
        : null,
    /** To be called before the review opens; otherwise its page would go on showing the last result. */
    clear: () => {
      if (state.step === 'done' || state.step === 'failed') send({ type: 'startOver' })
    },
  }
}
