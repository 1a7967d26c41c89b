import { assertNever } from '@/lib/assert-never.ts'
import { isToBeProvisioned, type UpdateState } from '../update-machine.ts'
import { confirm, waitForHelp } from './confirm.ts'
import type { EffectTools } from './effect-tools.ts'
import { followOperation } from './follow-operation.ts'
import { judge } from './judge.ts'
import { provision } from './provision.ts'
import { readBefore, submit, lookForSubmitted } from './submit.ts'
import { watchForApproval, watchTransaction, watchDevice } from './watch-approval.ts'

/** What a state runs while it lasts. Ends when the work is done, and rejects with the signal's reason when the state changed meanwhile. */
export function runEffect(state: UpdateState, tools: EffectTools): Promise<void> {
  switch (state.step) {
    case 'submitting':
      if (!state.submission.before) return readBefore(tools)
      return isToBeProvisioned(state.submission) ? provision(state.submission, tools) : submit(state, tools)
    case 'submitUncertain':
      return lookForSubmitted(state, tools)
    case 'hashRequired':
      // The answer 465 has just said that the hash is not allowed; after a reload or a signing dialog the chain was looked at a moment ago.
      return together(watchForApproval(state.ticket, tools, { looksFirst: false }), judge(state, tools))
    case 'externalApproval':
      return together(watchForApproval(state.ticket, tools), judge(state, tools))
    case 'wallet': {
      // While a wallet's prompt is open, the signing dialog has just looked at the chain itself.
      const how = { since: state.attempt?.fromBlock, looksFirst: state.stage === 'unanswered' }
      return together(watchForApproval(state.ticket, tools, how), judge(state, tools))
    }
    case 'txPending':
      return together(watchTransaction(state, tools), judge(state, tools))
    case 'registered':
      return together(watchDevice(state, tools), judge(state, tools))
    case 'confirming':
      return state.gaveUp ? waitForHelp(state, tools) : confirm(state, tools)
    case 'accepted':
    case 'applying':
      return followOperation(state, tools)
    case 'draft':
    case 'reviewing':
    case 'done':
    case 'failed':
      return Promise.resolve()
    default:
      return assertNever(state)
  }
}

async function together(...work: Promise<void>[]): Promise<void> {
  await Promise.all(work)
}
