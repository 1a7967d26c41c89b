import { followRecord } from '@/runs/join-run.ts'
import { createPresentWork } from '@/runs/present-work.ts'
import { createWatchedStore } from '@/runs/watched-store.ts'
import { journalAfter, journalRecords } from '@/updates/engine/update-journal.ts'
import {
  type ChainTrouble,
  nextUpdateState,
  type SignNote,
  type Ticket,
  type UpdateEvent,
  type UpdateState,
} from '@/updates/engine/update-machine.ts'
import { watchTransaction } from '@/updates/engine/effects/watch-approval.ts'
import type { UpdateWorld } from '@/updates/engine/update-world.ts'

export type ApprovalState = Extract<UpdateState, { step: 'wallet' | 'txPending' }>

export interface ApprovalSnapshot {
  state: ApprovalState
  /** Why a signature is asked for again. */
  note: SignNote | null
  /** What stood in the way when the chain was last asked how the transaction stands; it is asked again by itself. */
  chainTrouble: ChainTrouble | null
}

export interface Approval {
  /** The same object until something changes. */
  snapshot: () => ApprovalSnapshot
  subscribe: (listener: () => void) => () => void
  /** As for an update: the state that follows, with what must survive a reload saved. */
  send: (event: UpdateEvent) => UpdateState
  /** The contract allows the hash, so nothing of this is needed any more. */
  settle: () => void
}

/**
 * One signature without an update behind it: the wallet part of the update's own state machine. What was asked of a wallet and what was
 * sent is kept over a reload and seen by other tabs, so that nobody signs twice. Whether the hash is allowed, the contract says.
 *
 * No tab drives it, unlike an update: a wallet answers the tab that asked it, and what a tab does by itself is to read the chain, which
 * several may do. So the tabs share the record and hold no lease.
 */
export function createApproval(
  { ticket, cvmName }: { ticket: Ticket; cvmName: string },
  world: Pick<UpdateWorld, 'scope' | 'store' | 'chain' | 'clock' | 'pace'>,
): Approval {
  const records = journalRecords(world.store, world.scope, 'approval')
  const recordId = `${ticket.chainId}:${ticket.appContract}:${ticket.composeHash}`
  // Nothing here could compute it: whoever asked for the approval did, and the approver compares the change with the hash.
  const prepared = { ticket, verdict: { kind: 'unproven', reason: 'no-stored-file' } } as const
  const atFirst: ApprovalState = { step: 'wallet', ...prepared, stage: 'connect' }

  const shown = createWatchedStore<ApprovalSnapshot>({ state: recorded(), note: null, chainTrouble: null }, () => {
    const stopFollowing = followOtherTabs()
    isWatched = true
    watch()
    return () => {
      isWatched = false
      stopFollowing()
      watching.end()
    }
  })
  let isWatched = false
  const watching = createPresentWork()

  function recorded(): ApprovalState {
    const journal = records.read(recordId).value
    if (journal?.sent) {
      const { sent, contradictedSince } = journal
      return { step: 'txPending', ...prepared, sent, ...(contradictedSince ? { contradictedSince } : {}) }
    }
    return journal?.attempt ? { step: 'wallet', ...prepared, stage: 'unanswered', attempt: journal.attempt } : atFirst
  }

  function publish(changes: Partial<ApprovalSnapshot>) {
    const { state } = shown.snapshot()
    shown.set({ ...shown.snapshot(), ...changes })
    if (shown.snapshot().state !== state) watch()
  }

  /** Only while someone looks at the page. */
  function watch() {
    watching.end()
    const { state } = shown.snapshot()
    if (state.step !== 'txPending' || !isWatched) return
    void watching.begin(
      ({ signal, ifPresent }) =>
        watchTransaction(state, {
          world,
          signal,
          report: ifPresent(send),
          chainTrouble: ifPresent((trouble: ChainTrouble | null) => {
            if (trouble?.text !== shown.snapshot().chainTrouble?.text) publish({ chainTrouble: trouble })
          }),
        }),
      (error) => globalThis.reportError?.(error),
    )
  }

  function send(event: UpdateEvent): UpdateState {
    const { state } = shown.snapshot()
    if (event.type === 'asking' && wasAskedElsewhere(state)) {
      publish({ state: recorded() })
      return shown.snapshot().state
    }
    const next = nextUpdateState(state, event)
    // `registered` and beyond: the page reads that off the contract itself.
    if (next === state || (next.step !== 'wallet' && next.step !== 'txPending' && next.step !== 'hashRequired')) return state
    const after = next.step === 'hashRequired' ? atFirst : next
    save(after)
    publish({ state: after, note: next.step === 'hashRequired' ? (next.note ?? null) : null, chainTrouble: null })
    return after
  }

  /** Another tab asked the wallet, or sent, since this one last looked. */
  function wasAskedElsewhere(state: ApprovalState) {
    const now = recorded()
    if (now.step === 'txPending') return true
    return now.attempt !== undefined && now.attempt.startedAt !== (state.step === 'wallet' ? state.attempt?.startedAt : undefined)
  }

  function save(state: ApprovalState) {
    const isWorthKeeping = state.step === 'txPending' || state.attempt !== undefined
    const journal = isWorthKeeping ? journalAfter(null, state, cvmName, world.clock.now()) : null
    if (journal) records.write(recordId, journal)
    else records.remove(recordId)
  }

  function followOtherTabs() {
    return followRecord({
      store: world.store,
      isKey: (key) => key === records.keyOf(recordId),
      changed() {
        const { state } = shown.snapshot()
        // A prompt of this tab is followed by this tab.
        if (state.step !== 'wallet' || state.stage !== 'prompting') publish({ state: recorded() })
      },
    })
  }

  return {
    snapshot: shown.snapshot,
    subscribe: shown.subscribe,
    send,
    settle() {
      records.remove(recordId)
      const { state, note } = shown.snapshot()
      if (state !== atFirst || note) publish({ state: atFirst, note: null, chainTrouble: null })
    },
  }
}
