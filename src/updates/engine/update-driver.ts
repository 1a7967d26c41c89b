import type { Operation } from '@/api/schemas/operation.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { joinRun } from '@/runs/join-run.ts'
import { createPresentWork } from '@/runs/present-work.ts'
import { draftRecords } from '@/updates/drafts/draft-store.ts'
import { gatherFacts, noFacts, recoverUpdate } from './recover-update.ts'
import { allMatch } from './truth-check.ts'
import { lookAhead, type LookAhead } from './effects/look-ahead.ts'
import { runEffect } from './effects/run-effect.ts'
import { createStore } from '@/lib/store.ts'
import type { UpdateHandle } from './update-handle.ts'
import { isUnderWay, type Journal, journalAfter, journalRecords } from './update-journal.ts'
import {
  type ChainTrouble,
  type Failure,
  initialUpdateState,
  nextUpdateState,
  type SentTransaction,
  type UpdateEvent,
  type UpdateState,
} from './update-machine.ts'
import { fieldNames } from '@/updates/fields/fields.ts'
import { sameValue } from '@/updates/plan/build-patch.ts'
import type { UpdateWorld } from './update-world.ts'

/** Drives one CVM's update, whichever page is open. */
export interface UpdateDriver {
  /** The same object until something changes. */
  handle: () => UpdateHandle
  subscribe: (listener: () => void) => () => void
  /** Stops everything this tab does for it; the records stay. */
  stop: () => void
}

export type DrivenCvm = Pick<Cvm, 'id' | 'name' | 'appId' | 'kms'>

/** How long a finished update is shown again after a reload. */
const resultShownMs = 60 * 60_000

const notKept = 'This browser keeps nothing for the console, so an update cannot be resumed after a reload.'
const unsent = 'The page went away before your change was sent, so it was not applied. Your edits are kept: review and apply them again.'
const unreadable = {
  gone: 'The record of an earlier update could not be read and was dropped. The operations of this CVM show what happened.',
  newer: 'A newer version of this console has an update of this CVM on record. Reload this page to see it.',
}

/**
 * Owns the state: events go through the reducer, the facts they bring are written down, then the new state's effect runs in place of the
 * old one's. Only the tab that holds the lease does that; other tabs show what they read from the record.
 */
export function createUpdateDriver(cvm: DrivenCvm, world: UpdateWorld): UpdateDriver {
  const journals = journalRecords(world.store, world.scope)
  const drafts = draftRecords(world.store, world.scope)

  let state: UpdateState = initialUpdateState
  let journal: Journal | null = null
  /** The record as this tab last read or wrote it. */
  let known: string | null = null
  let isRecovering = false
  let isFollowing = false
  let notice: string | null = world.store.isPersistent ? null : notKept
  let chainTrouble: ChainTrouble | null = null
  let apiTrouble: Failure | null = null
  let operation: Operation | null = null
  let recovery = 0
  let ahead: Partial<LookAhead> = {}
  /** What the present state does by itself. */
  const effect = createPresentWork()

  const run = joinRun({
    locks: world.locks,
    name: journals.keyOf(cvm.id),
    record: { store: world.store, isKey: (key) => key === journals.keyOf(cvm.id), changed: recordChanged },
    freed: () => void recover(),
    taken() {
      effect.end()
      follow()
    },
  })

  // --- what screens see

  const shown = createStore(buildHandle())
  function buildHandle(): UpdateHandle {
    return {
      state,
      send,
      lookAhead(look) {
        ahead = lookAhead(world, cvm, look)
      },
      isRecovering,
      isFollowing,
      takeOver,
      notice,
      chainTrouble,
      apiTrouble,
      record: journal,
      operation,
    }
  }
  function publish() {
    shown.set(buildHandle())
  }

  const stored = () => world.store.read(journals.keyOf(cvm.id))

  // --- moving on

  function send(event: UpdateEvent): UpdateState {
    if (run.hasLeft()) return state
    if (isRecovering || isFollowing) {
      if (event.type === 'sent') noteSent(event.sent)
      return state
    }
    // The first step that other tabs must not take as well. The lease is asked for before anything is sent or written.
    const begins = !isUnderWay(state) && isUnderWay(nextUpdateState(state, event))
    if (begins && !run.isDriving()) {
      void begin(event)
      return state
    }
    return dispatch(event)
  }

  /** The wallet answered this tab although it does not drive now. What was sent is a fact, and whoever drives must learn it. */
  function noteSent(sent: SentTransaction) {
    const { value } = journals.read(cvm.id)
    if (value?.ticket && !value.sent && !value.correlationId) journals.write(cvm.id, { ...value, sent })
  }

  async function begin(event: UpdateEvent) {
    if (await run.drive('if-free')) {
      if (journals.read(cvm.id).dropped !== 'newer') {
        dispatch(event)
        return
      }
      run.letGo()
      notice = unreadable.newer
      publish()
      return
    }
    notice = 'Another tab is updating this CVM right now.'
    await recover()
  }

  function dispatch(event: UpdateEvent): UpdateState {
    // Without locks another tab may have got further a moment ago. Its facts must not be written over with older ones.
    if (!world.locks && known !== stored()) {
      if (event.type === 'sent') noteSent(event.sent)
      void recover()
      return state
    }
    const next = nextUpdateState(state, event)
    if (next === state) return state
    state = next
    record()
    enter()
    return state
  }

  /** Ends the former state's effect and starts the present one's. */
  function enter() {
    effect.end()
    chainTrouble = null
    apiTrouble = null
    if (state.step === 'submitting') operation = null
    if (!isUnderWay(state)) run.letGo()
    publish()
    if (isUnderWay(state) && run.isDriving()) act()
  }

  /** Facts first: by the time an effect runs, what a reload needs is on record. */
  function record() {
    journal = journalAfter(journal, state, cvm.name, world.clock.now())
    if (!journal) journals.remove(cvm.id)
    else if (!journals.write(cvm.id, journal)) notice = notKept
    known = stored()
    // The server has the environment values now, encrypted; nobody needs the plain ones any more.
    if (state.step === 'accepted') world.environment.forget(cvm.id)
    if (state.step === 'done' && allMatch(state.outcomes)) dropAppliedDraft()
  }

  function dropAppliedDraft() {
    const { value: draft } = drafts.read(cvm.id)
    // An earlier revision has nothing to do with edits that wait, nor have edits that this update did not send: another tab's.
    if (!draft || !journal || journal.redeploys || draft.savedAt > journal.startedAt) return
    const { wanted, hadSecrets } = journal
    const isOfThisUpdate = fieldNames.every(
      (name) => !(name in draft.edits) || (name in wanted && (name === 'envNames' || sameValue(draft.edits[name], wanted[name]))),
    )
    if (isOfThisUpdate && (!draft.environment || hadSecrets || 'envNames' in wanted)) drafts.remove(cvm.id)
  }

  /** Runs the present state's effect. */
  function act() {
    void effect.begin(
      ({ signal, ifPresent }) =>
        runEffect(state, {
          world,
          cvm,
          wanted: journal?.wanted ?? {},
          before: journal?.before ?? null,
          sent: journal?.sent ?? null,
          ahead,
          signal,
          report: ifPresent(dispatch),
          chainTrouble: ifPresent((trouble: ChainTrouble | null) => {
            if (trouble?.text === chainTrouble?.text) return
            chainTrouble = trouble
            publish()
          }),
          apiTrouble: ifPresent((failure: Failure | null) => {
            if (failure?.kind === apiTrouble?.kind && failure?.continuesAt === apiTrouble?.continuesAt) return
            apiTrouble = failure
            publish()
          }),
          operationRead: ifPresent((read: Operation) => {
            operation = read
            publish()
          }),
        }),
      (error) => {
        notice =
          'The console made a mistake while following this update. Reload the page: it continues from what the server and the chain say.'
        publish()
        globalThis.reportError?.(error)
      },
    )
  }

  // --- finding out where things stand

  /** From the record and from what API and chain say now. Runs on start, when another tab moved on, and after taking over. */
  async function recover() {
    const mine = ++recovery
    const { value, dropped } = journals.read(cvm.id)
    if (dropped) notice = unreadable[dropped]
    const shown = value && !isOutdated(value) ? value : null
    if (value && !shown) journals.remove(cvm.id)
    journal = shown
    known = stored()
    if (!shown) return settle(state.step === 'reviewing' ? state : initialUpdateState)

    // What the former state's effect finds out meanwhile belongs to a view that is being replaced.
    effect.end()
    isRecovering = true
    publish()
    if (!(await run.drive('if-free'))) follow()
    const facts = await gatherFacts(world, cvm.id, shown)
    if (run.hasLeft() || mine !== recovery) return
    // Another tab may have got further while we asked.
    journal = journals.read(cvm.id).value
    known = stored()
    operation = facts.operation
    // Without locks nobody knows whether another tab is about to send it.
    const isOnlyTab = world.locks !== null && run.isDriving()
    if (journal?.isUnsent && isOnlyTab) notice = unsent
    settle(recoverUpdate(journal, { ...facts, isOnlyTab }))
  }

  function settle(found: UpdateState) {
    isRecovering = false
    state = found
    // Without the lease, an update that has not ended is another tab's: it is shown, and nothing about it is written here.
    isFollowing = !run.isDriving() && journal !== null && journal.endedAt === undefined
    if (isFollowing) return publish()
    // What is under way was read from the record, so there is nothing to add to it; without locks another tab may be adding right now.
    if (!isUnderWay(found)) record()
    enter()
  }

  function isOutdated({ endedAt }: Journal) {
    return endedAt !== undefined && world.clock.now().getTime() - Date.parse(endedAt) > resultShownMs
  }

  function follow() {
    if (run.hasLeft()) return
    isFollowing = true
    run.follow()
    publish()
  }

  function takeOver() {
    if (!isFollowing) return
    void run.drive('steal').then((isOurs) => {
      if (isOurs) void recover()
    })
  }

  /** By another tab. */
  function recordChanged() {
    if (world.locks && run.isDriving()) {
      // Only this tab drives, so all that another one adds is a transaction that its wallet sent.
      const sent = journals.read(cvm.id).value?.sent
      if (sent && !isRecovering) dispatch({ type: 'sent', sent })
    } else void recover()
  }

  const start = journals.read(cvm.id)
  if (start.dropped) notice = unreadable[start.dropped]
  known = stored()
  if (start.value) {
    state = recoverUpdate(start.value, noFacts)
    isRecovering = true
    void recover()
  }
  publish()

  return {
    handle: shown.snapshot,
    subscribe: shown.subscribe,
    stop() {
      effect.end()
      run.leave()
    },
  }
}
