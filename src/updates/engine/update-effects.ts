import { ApiError } from '@/api/api-error.ts'
import type { UpdateAnswer } from '@/api/cvms.ts'
import type { HashRequired } from '@/api/hash-required.ts'
import type { Operation } from '@/api/schemas/operation.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { isInTransition } from '@/domain/cvm-status.ts'
import { needsSignIn } from '@/domain/failure.ts'
import { networkName, networkTitle } from '@/domain/network-names.ts'
import { assertNever } from '@/lib/assert-never.ts'
import { NoSuchContract, UnknownChain } from '@/chain/chain-errors.ts'
import { failureOf, mayHaveBeenProcessed } from './failure-of.ts'
import { canBeOwnOperation, findConfirmed, findSubmitted, recentOperations, recentRecords } from './find-operation.ts'
import { failureReason } from './recover-update.ts'
import { allMatch, checkTruth } from './truth-check.ts'
import {
  type BeforeSending,
  type ChainTrouble,
  type Failure,
  isToBeProvisioned,
  type Provisioned,
  type Submission,
  type SentTransaction,
  type Ticket,
  type UpdateEvent,
  type UpdateState,
} from './update-machine.ts'
import { type ChainReads, isUndecided, type UpdateWorld } from './update-world.ts'
import { fieldNames, fields, type WantedValues } from '@/updates/fields/fields.ts'
import { askAgain } from '@/runs/ask-again.ts'
import { longestWatchedMs, restMs } from '@/runs/pace.ts'
import { wholeManifest } from '@/updates/plan/whole-manifest.ts'
import { judgePrepared, judgeRedeployed, readAhead } from '@/updates/verdict/judge-prepared.ts'

/** What an effect may use. It reports with events and nothing else changes the state; its `signal` fires as soon as the state did change. */
export interface EffectTools {
  world: UpdateWorld
  cvm: Pick<Cvm, 'id' | 'appId' | 'kms'>
  /** What the journal knows: the values that the update should lead to, what was so before it was sent, and our transaction if there is one. */
  wanted: WantedValues
  before: BeforeSending | null
  sent: SentTransaction | null
  /** What runs, read while a request was under way, for the hash that its answer named. It is used once, right after. */
  ahead: { judge?: ReturnType<typeof readAhead> }
  report: (event: UpdateEvent) => void
  chainTrouble: (trouble: ChainTrouble | null) => void
  apiTrouble: (failure: Failure | null) => void
  operationRead: (operation: Operation) => void
  signal: AbortSignal
}

/** What looking at a chain takes; whoever has no update behind the call can do that too. */
export type ChainTools = Pick<EffectTools, 'report' | 'chainTrouble' | 'signal'> & {
  world: Pick<UpdateWorld, 'chain' | 'clock' | 'pace'>
}

type StateOf<Step extends UpdateState['step']> = Extract<UpdateState, { step: Step }>

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

/** Computes the hash from what runs and what is wanted, once; a read that fails is asked for again. */
async function judge({ ticket, verdict }: Pick<StateOf<'registered'>, 'ticket' | 'verdict'>, tools: EffectTools): Promise<void> {
  if (verdict !== null) return
  const { world, cvm, wanted, ahead, signal } = tools
  const { composeHash, redeploys, isWholeManifest = false } = ticket
  const judgeEarly = ahead.judge
  delete ahead.judge
  const early = await judgeEarly?.({ composeHash, wanted }).catch(() => null)
  signal.throwIfAborted()
  if (early?.kind === 'proven') return tools.report({ type: 'judged', verdict: early })
  const found = await lookUntilAnswered(tools, () =>
    redeploys
      ? judgeRedeployed(world.api, cvm, { composeHash, revision: redeploys }, { signal })
      : judgePrepared(world.api, cvm.id, { composeHash, wanted, isWhole: isWholeManifest }, { signal }),
  )
  if (found) tools.report({ type: 'judged', verdict: found })
}

/** Reads what tells our own operation from others later. A read that fails holds nothing up: which operation is ours is less sure then. */
async function readBefore(tools: EffectTools): Promise<void> {
  const { world, cvm, report } = tools
  const operations = await untilHeard(tools, () =>
    inTime(world, async (signal) => {
      const { items, unreadable } = await world.api.fetchOperations(cvm.id, { limit: recentOperations, signal })
      // Of a record that could not be read nobody could say later whether it is new.
      return unreadable > 0 ? null : items.map(({ correlationId }) => correlationId)
    }),
  ).catch((error: unknown) => {
    if (error instanceof ApiError) return null
    throw error
  })
  report({ type: 'readBefore', before: { operations, serverTime: serverTime(world) } })
}

/** The server's present time as early as it can be (ISO); `null` while no answer has told it. */
function serverTime({ clock, serverClock }: UpdateWorld): string | null {
  const now = serverClock.toServer(clock.now().getTime())
  return now && new Date(now.earliest).toISOString()
}

/** Phase 1. Never aborted, and repeated only when it was certainly not processed: an answer that does not come is looked up. */
async function submit({ submission }: StateOf<'submitting'>, tools: EffectTools): Promise<void> {
  const { world, cvm, report, signal } = tools
  try {
    const { write, provisioned } = submission
    if (provisioned?.builtOn) {
      // A read that fails proves nothing, and after an answer that was lost the first try may be running: it is asked for again.
      const present = await lookUntilAnswered(tools, () => world.api.fetchCvm(cvm.id, { signal }))
      if (!present) return
      const moved = movedSince(provisioned, present)
      if (moved) return report({ type: 'refused', failure: moved })
    }
    let judgeEarly: EffectTools['ahead']['judge']
    const answer = await untilHeard(tools, () => {
      const answering = send(submission, tools)
      // After the request, so that what is read is not older, and the server has the request in hand first.
      if (isHashToBeJudged(submission, tools)) judgeEarly = readAhead(world.api, cvm.id)
      return answering
    })
    if (answer.type === 'accepted') return report({ type: 'acceptedBy', correlationId: answer.correlationId })
    const mismatch = mismatchOf(answer.required, cvm)
    if (mismatch) return report({ type: 'refused', failure: mismatch })
    const { prepared } = answer.required
    const ticket: Ticket = {
      ...ticketFrom(answer.required, serverTime(world) ?? world.clock.now().toISOString()),
      ...(write.kind === 'redeploy' ? { redeploys: write.revision } : {}),
      ...(write.kind === 'composeFile' ? { isWholeManifest: true } : {}),
    }
    // Only for the hash of this very answer: what was read for another request is older.
    if (judgeEarly) tools.ahead.judge = judgeEarly
    report({ type: 'hashRequiredBy', ticket, ...(prepared ? { commitToken: prepared.commitToken } : {}) })
  } catch (error) {
    if (mayHaveBeenProcessed(error)) return report({ type: 'answerLost' })
    const failure = failureOf(error)
    // What was put to use is not held any more: a request that was repeated may have met its own first try.
    if (failure.kind === 'hash-expired') {
      const look = await lookUntilAnswered(tools, () => findSubmitted(world, cvm.id, submission, { signal }))
      if (look?.found) return report({ type: 'acceptedBy', correlationId: look.found.correlationId })
      if (look?.isStillRunning) return report({ type: 'answerLost' })
    }
    // Where nobody can say whose operation makes the CVM busy, nobody says either that this change was not sent.
    const { before = null } = submission
    const metItself = failure.kind === 'busy' && (await canBeOwnOperation(world, cvm.id, before, { signal }).catch(() => true))
    report(metItself ? { type: 'answerLost' } : { type: 'refused', failure })
  }
}

/** Whether the answer will probably name a hash that a contract has to allow. */
const isHashToBeJudged = ({ write }: Submission, { cvm, wanted }: EffectTools): boolean =>
  write.kind === 'patch' && cvm.kms.chainId !== null && fieldNames.some((name) => fields[name].changesComposeHash && name in wanted)

function send({ write, provisioned, prepareOnly }: Submission, { world: { api }, cvm }: EffectTools): Promise<UpdateAnswer> {
  const known = { knownChainId: cvm.kms.chainId }
  switch (write.kind) {
    case 'patch':
      return api.updateCvm(cvm.id, write.patch, { ...known, prepareOnly: prepareOnly === true })
    case 'redeploy':
      return api.redeployRevision(cvm.id, write.revision.id, known)
    case 'composeFile':
      return api.commitComposeFile(cvm.id, provisioned!.composeHash, known) // until it is, `provision` runs instead
    default:
      return assertNever(write)
  }
}

/**
 * Before a whole manifest is put to use: the server is given it and names its hash, which either has to be allowed, or is compared with our
 * own. Nothing starts by that, so a request whose answer was lost is made again.
 */
async function provision({ write }: Submission, tools: EffectTools): Promise<void> {
  if (write.kind !== 'composeFile') return
  const { world, cvm, wanted, report, signal } = tools
  const { api, clock, pace } = world
  try {
    for (let lost = 0; ;) {
      try {
        // On top of what is stored now, as an update of single fields would be. What is read before can only be older than that.
        const present = await untilHeard(tools, () => api.fetchCvm(cvm.id, { signal }))
        const builtOn = present.composeHash === null ? {} : { builtOn: present.composeHash }
        const stored = await untilHeard(tools, () => api.fetchAppCompose(cvm.id, { signal }))
        const whole = wholeManifest(stored, write.changes)
        const { composeHash, required } = await untilHeard(tools, () =>
          api.provisionComposeFile(cvm.id, whole, { knownChainId: cvm.kms.chainId }),
        )
        if (required) {
          const mismatch = mismatchOf(required, cvm)
          if (mismatch) return report({ type: 'refused', failure: mismatch })
          const issuedAt = serverTime(world) ?? clock.now().toISOString()
          return report({ type: 'hashRequiredBy', ticket: { ...ticketFrom(required, issuedAt), isWholeManifest: true, ...builtOn } })
        }
        const verdict = await lookUntilAnswered(tools, () => judgePrepared(api, cvm.id, { composeHash, wanted, isWhole: true }, { signal }))
        return verdict ? report({ type: 'provisionedAs', provisioned: { composeHash, ...builtOn }, verdict }) : undefined
      } catch (error) {
        signal.throwIfAborted()
        lost += 1
        if (!mayHaveBeenProcessed(error) || lost >= pace.looksAfterLostAnswer) throw error
        tools.apiTrouble(failureOf(error))
        await clock.wait(pace.operationsMs, signal)
        tools.apiTrouble(null)
      }
    }
  } catch (error) {
    signal.throwIfAborted()
    report({ type: 'refused', failure: failureOf(error) })
  }
}

/**
 * A whole manifest takes the place of everything that is stored, and the server compares it with nothing: what somebody else changed since it
 * was built would be undone without a word. So it is put to use only on top of what it was built on, or again. `null`: nothing speaks against it.
 */
function movedSince({ composeHash, builtOn }: Provisioned, { composeHash: present }: Cvm): Failure | null {
  if (!builtOn || present === null || present === builtOn || present === composeHash) return null
  const message = `The CVM’s compose hash is ${present} now, and yours was built on ${builtOn}.`
  return { kind: 'changed-elsewhere', message, isOwnMessage: true, code: null, requestId: null, fieldErrors: [] }
}

const mostTries = 7

const isTooMany = (error: unknown): error is ApiError => error instanceof ApiError && error.kind === 'too-many-requests'

/**
 * A write that was turned away unread is made again: after the wait that a 429 asks for, and as soon as a key was entered after a 401.
 * Everything else that goes wrong is thrown.
 */
async function untilHeard<Answer>(tools: EffectTools, write: () => Promise<Answer>): Promise<Answer> {
  const { world, signal } = tools
  for (;;) {
    try {
      return await askAgain(
        () => {
          tools.apiTrouble(null)
          return write()
        },
        { clock: world.clock, signal, mayRepeat: isTooMany, tries: mostTries, longestMs: longestWatchedMs, waiting: sayUntilWhen(tools) },
      )
    } catch (error) {
      if (!(error instanceof ApiError && needsSignIn(error.kind))) throw error
      tools.apiTrouble(failureOf(error))
      await world.untilKeyAccepted()
      signal.throwIfAborted()
    }
  }
}

const continuing = (error: unknown, until: Date): Failure => ({ ...failureOf(error), continuesAt: until.toISOString() })

const sayUntilWhen =
  ({ apiTrouble }: EffectTools) =>
  (until: Date, error: unknown) =>
    apiTrouble(continuing(error, until))

/** A 465 that names another app or chain than the CVM's own leads to a signature on a stranger's contract. */
function mismatchOf(required: HashRequired, cvm: EffectTools['cvm']): Failure | null {
  const what =
    cvm.appId !== null && required.appId !== cvm.appId
      ? `app ${required.appId}, but this CVM belongs to app ${cvm.appId}`
      : cvm.kms.chainId !== null && required.chainId !== cvm.kms.chainId
        ? `${networkTitle(required.chainId)}, but this CVM is governed on ${networkTitle(cvm.kms.chainId)}`
        : null
  if (!what) return null
  const message = `The server asks for an approval on ${what}. Nothing should be signed.`
  return { kind: 'not-understood', message, isOwnMessage: true, code: null, requestId: null, fieldErrors: [] }
}

const ticketFrom = ({ composeHash, appId, appContract, chainId, kmsContract, deviceId }: HashRequired, issuedAt: string): Ticket => ({
  composeHash,
  appId,
  appContract,
  chainId,
  kmsContract,
  deviceId,
  issuedAt,
})

/** Looks for an update whose answer was lost in the operations. Goes on after `unknown` was told, since a record that comes late settles it. */
async function lookForSubmitted({ submission, finding }: StateOf<'submitUncertain'>, tools: EffectTools): Promise<void> {
  const { world, cvm, report, signal } = tools
  let fruitlessLooks = 0
  await repeatedly(tools, finding === 'looking' ? world.pace.operationsMs : world.pace.feedMs, async () => {
    const look = await fromApi(tools, () => findSubmitted(world, cvm.id, submission, { signal }))
    if (look?.found) return report({ type: 'acceptedBy', correlationId: look.found.correlationId })
    if (look && !look.isStillRunning) fruitlessLooks += 1
    if (finding === 'looking' && fruitlessLooks >= world.pace.looksAfterLostAnswer) report({ type: 'lookedUp', found: 'unknown' })
  })
}

/** The contract's list decides: a signature made on another device counts too. An update that was finished elsewhere shows in the operations. */
async function watchForApproval(
  ticket: Ticket,
  tools: EffectTools,
  { since, looksFirst = true }: { since?: string | undefined; looksFirst?: boolean } = {},
): Promise<void> {
  const { world, report, signal } = tools
  const chain = async () => {
    if (!looksFirst) await world.clock.wait(world.pace.chainMs, signal)
    await repeatedly(tools, world.pace.chainMs, async () => {
      const registration = await fromChain(tools, ticket, (reads) => reads.registration(ticket, null, since))
      if (!registration?.allowed || isUndecided(registration)) return
      const { transactionHash, searchedBackTo } = registration
      report({ type: 'alreadyAllowed', transactionHash, searchedBackTo })
    })
  }
  await Promise.all([chain(), watchForFinisher(ticket, tools, { looksFirst })])
}

/** An update that somebody else confirmed or committed shows in the operations. */
async function watchForFinisher(ticket: Ticket, tools: EffectTools, { looksFirst }: { looksFirst: boolean }): Promise<void> {
  const { world, cvm, before, report, signal } = tools
  if (!looksFirst) await world.clock.wait(world.pace.feedMs, signal)
  await repeatedly(tools, world.pace.feedMs, async () => {
    const operation = await fromApi(tools, () => findConfirmed(world, cvm.id, { ticket, before }, { signal }))
    if (operation) report({ type: 'acceptedBy', correlationId: operation.correlationId })
  })
}

const nodesDisagree: ChainTrouble = {
  title: 'The chain contradicts itself at the moment.',
  text: 'The transaction’s receipt registers the hash, and the contract does not list it: two nodes may have answered. If it stays so for a minute, it is taken as true. Sign nothing meanwhile.',
}
const registrationGone: ChainTrouble = {
  title: 'The chain does not show the registration at the moment.',
  text: 'Neither the transaction nor the contract’s list holds it. It is looked at again before anything is sent.',
}

/** Counts how long looks have found the same contradiction: since when it is on record, or since the first look of this page. */
function contradiction({ clock, pace }: ChainTools['world'], recordedSince: string | undefined) {
  let looks = 0
  let since = recordedSince ?? null
  return {
    since: () => since,
    /** Whether it has lasted for long enough to be believed, seen by several looks in a row. */
    seen(): boolean {
      const now = clock.now().getTime()
      // A clock that was set back would make it last for ever.
      if (since === null || Date.parse(since) > now) since = new Date(now).toISOString()
      looks += 1
      return looks >= pace.looksUntilBelieved && now - Date.parse(since) >= pace.contradictionMs
    },
    ended() {
      looks = 0
      since = null
    },
  }
}

/** Follows a sent transaction by facts. Slowness is not failure: it may wait for as long as the node or its nonce says that it waits. */
export async function watchTransaction(state: StateOf<'txPending'>, tools: ChainTools): Promise<void> {
  const { ticket, sent } = state
  const { pace } = tools.world
  const looks = { mined: 0, replaced: 0, dropped: 0 }
  const disagreement = contradiction(tools.world, state.contradictedSince)
  let wasKnown = false
  await repeatedly(tools, pace.chainMs, async () => {
    const seen = await fromChain(
      tools,
      ticket,
      async (reads) => {
        const registration = await reads.registration(ticket, sent.transactionHash)
        const { transactionHash, isContradicted, device = 'unread' } = registration
        if (transactionHash) return { transactionHash, device }
        if (isContradicted) return { status: 'contradicted' as const }
        if (isUndecided(registration)) return { status: 'pending' as const }
        const status = await reads.transactionStatus(sent)
        wasKnown ||= status === 'pending'
        const isHeldBack = status === 'dropped' && (await reads.nonces(sent.from)).withPending > sent.nonce
        return { status: isHeldBack ? ('pending' as const) : status }
      },
      ({ status }) => (status === 'contradicted' ? nodesDisagree : null),
    )
    if (!seen) return
    if (seen.transactionHash !== undefined) return tools.report({ type: 'verified', ...seen })
    if (seen.status !== 'contradicted' && disagreement.since() !== null) {
      disagreement.ended()
      tools.report({ type: 'contradicted', since: null })
    }
    switch (seen.status) {
      case 'pending':
        looks.dropped = 0
        return
      case 'mined-reverted':
        return tools.report({ type: 'unsuccessful', why: 'reverted' })
      case 'mined-out-of-gas':
        return tools.report({ type: 'unsuccessful', why: 'out-of-gas' })
      // Calls that meet different nodes may disagree for a while; only what stays is believed.
      case 'contradicted':
        if (disagreement.seen()) tools.report({ type: 'unsuccessful', why: 'withdrawn' })
        // On record with its first look, so that a reload does not begin the wait anew.
        else tools.report({ type: 'contradicted', since: disagreement.since() })
        return
      // It happened and did not register the hash, or another one took its place. A lagging node may say so too, so look again first.
      case 'mined-success':
      case 'replaced':
        looks[seen.status === 'replaced' ? 'replaced' : 'mined'] += 1
        if (Math.max(looks.mined, looks.replaced) >= pace.looksUntilBelieved) tools.report({ type: 'unsuccessful', why: 'cancelled' })
        return
      case 'dropped':
        looks.dropped += 1
        if (looks.dropped >= pace.looksUntilDropped) tools.report({ type: 'unsuccessful', why: wasKnown ? 'dropped' : 'unknown' })
    }
  })
}

/**
 * Confirming restarts the CVM, and on a device that the contract refuses it would not come back. So the contract is waited for, or the
 * person's word; somebody else may confirm meanwhile.
 */
async function watchDevice({ ticket }: StateOf<'registered'>, tools: EffectTools): Promise<void> {
  const contract = repeatedly(tools, tools.world.pace.chainMs, async () => {
    const device = await fromChain(tools, ticket, (reads) => reads.device(ticket))
    tools.report({ type: 'deviceRead', device: device ?? 'unread' })
  })
  await Promise.all([contract, watchForFinisher(ticket, tools, { looksFirst: false })])
}

/** Phase 2: only after the receipt holds our event from the app contract and the mapping reads true, read just before each attempt. */
async function confirm(state: StateOf<'confirming'>, tools: EffectTools): Promise<void> {
  const { world, cvm, before, report, signal } = tools
  const { ticket, attempt, evidence, trouble } = state
  if (trouble) await world.clock.wait(waitBefore(attempt, trouble, world), signal)
  if (evidence === 'to-be-read' && !(await isStillRegistered(state, tools))) return
  if (ticket.isWholeManifest) {
    const present = await lookUntilAnswered(tools, () => world.api.fetchCvm(cvm.id, { signal }))
    const moved = present && movedSince(ticket, present)
    if (moved) return report({ type: 'preparedExpired', failure: moved })
  }
  try {
    return report({ type: 'acceptedBy', correlationId: await proveRegistered(state, tools) })
  } catch (error) {
    const failure = failureOf(error)
    // Processed with its answer lost, or confirmed by someone else: then the operations know.
    const mayBeDone = mayHaveBeenProcessed(error) || failure.kind === 'hash-expired' || failure.kind === 'busy'
    const operation = mayBeDone ? await lookUntilAnswered(tools, () => findConfirmed(world, cvm.id, { ticket, before }, { signal })) : null
    if (operation) return report({ type: 'acceptedBy', correlationId: operation.correlationId })
    if (failure.kind === 'hash-expired') return report({ type: 'preparedExpired', failure })
    // The machine counts the attempts, and a reload in the middle of a wait goes on from what the chain says.
    const ms = isTooMany(error) ? restMs(error.retryAfterSeconds, attempt) : 0
    const retry = isWorthRetrying(error) && attempt <= world.pace.confirmMs.length && ms <= longestWatchedMs
    const until = new Date(world.clock.now().getTime() + ms)
    report({ type: 'confirmFailed', failure: retry && isTooMany(error) ? continuing(error, until) : failure, retry })
  }
}

/** The second step of each kind of write, with its own proof. Returns the correlation id. */
async function proveRegistered({ ticket, transactionHash }: StateOf<'confirming'>, { world: { api }, cvm }: EffectTools): Promise<string> {
  const { composeHash, redeploys, isWholeManifest, chainId } = ticket
  if (redeploys) return api.confirmRedeploy(cvm.id, redeploys.id, transactionHash)
  if (!isWholeManifest) return api.confirmUpdate(cvm.id, { composeHash, transactionHash })
  // The server reads the contract's list itself, and no transaction goes along. A 465 means that its own node lags behind.
  const answer = await api.commitComposeFile(cvm.id, composeHash, { knownChainId: chainId }).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 465) return null
    throw error
  })
  if (answer?.type === 'accepted') return answer.correlationId
  const message = 'The server does not see yet that the app contract allows the hash.'
  throw new ApiError({ kind: 'hash-required', status: 465, method: 'PATCH', message })
}

function waitBefore(attempt: number, { kind, continuesAt }: Failure, { pace, clock }: UpdateWorld) {
  if (continuesAt) return Math.max(0, Date.parse(continuesAt) - clock.now().getTime())
  return kind === 'busy' ? pace.busyMs : (pace.confirmMs[attempt - 2] ?? pace.confirmMs.at(-1) ?? 0)
}

/** 467, 468 and another 465 right after mining are usually a lagging node of the server's; a busy CVM becomes free. */
const isWorthRetrying = (error: unknown) =>
  error instanceof ApiError &&
  (mayHaveBeenProcessed(error) ||
    ['transaction-unverified', 'hash-not-allowed', 'hash-required', 'busy', 'too-many-requests'].includes(error.kind))

/** Someone else may still confirm, and a key that was entered meanwhile is a reason to go on by itself. */
async function waitForHelp(state: StateOf<'confirming'>, tools: EffectTools): Promise<void> {
  const { world, cvm, before, report, signal } = tools
  const { ticket } = state
  const needsKey = state.trouble !== undefined && needsSignIn(state.trouble.kind)
  let wasRefused = false
  await repeatedly(tools, needsKey ? world.pace.operationsMs : world.pace.feedMs, async () => {
    const look = await fromApi(tools, async () => ({ operation: await findConfirmed(world, cvm.id, { ticket, before }, { signal }) }))
    if (!look) wasRefused = true
    else if (look.operation) report({ type: 'acceptedBy', correlationId: look.operation.correlationId })
    else if (needsKey && wasRefused) report({ type: 'confirmAgain' })
  })
}

/** True when the transaction registers the hash now. Otherwise reports what the chain says instead, after reads that contradict each other had time to agree. */
async function isStillRegistered({ ticket, transactionHash }: StateOf<'confirming'>, tools: EffectTools): Promise<boolean> {
  const { pace } = tools.world
  const disagreement = contradiction(tools.world, undefined)
  let isRegistered = false
  let looksWithout = 0
  await repeatedly(tools, pace.chainMs, async (stop) => {
    const { sent } = tools
    const registration = await fromChain(
      tools,
      ticket,
      async (reads) => {
        const read = await reads.registration(ticket, transactionHash)
        const isOursToWaitFor = !read.transactionHash && !isUndecided(read) && sent?.transactionHash === transactionHash
        return { ...read, isWaitingAgain: isOursToWaitFor && (await reads.transactionStatus(sent)) === 'pending' }
      },
      (read) =>
        read.transactionHash || isUndecided(read) || read.isWaitingAgain ? null : read.isContradicted ? nodesDisagree : registrationGone,
    )
    if (!registration || isUndecided(registration)) return
    if (registration.transactionHash === transactionHash) {
      isRegistered = true
      stop()
    } else if (registration.transactionHash) {
      tools.report({ type: 'verified', transactionHash: registration.transactionHash, device: registration.device ?? 'unread' })
    } else if (registration.isWaitingAgain && sent) {
      tools.report({ type: 'allowanceGone', sent })
    } else if (registration.isContradicted) {
      looksWithout = 0
      if (disagreement.seen()) tools.report({ type: 'allowanceGone', isContradicted: true })
    } else {
      disagreement.ended()
      looksWithout += 1
      if (looksWithout >= pace.looksUntilBelieved) tools.report({ type: 'allowanceGone' })
    }
  })
  return isRegistered
}

/** Until the operation's record ends, and the CVM's values were compared with the wanted ones. */
async function followOperation({ correlationId }: StateOf<'accepted' | 'applying'>, tools: EffectTools): Promise<void> {
  const { world, cvm, wanted, report, signal } = tools
  let looksWithoutRecord = 0
  let looksAtValues = 0
  await repeatedly(tools, world.pace.operationsMs, async () => {
    const page = await fromApi(tools, () => recentRecords(world, cvm.id, { signal }))
    if (!page) return
    const operation = page.items.find((candidate) => candidate.correlationId === correlationId)
    if (operation) tools.operationRead(operation)
    else looksWithoutRecord += 1
    const hasEnded = operation
      ? operation.status !== 'in_progress'
      : looksWithoutRecord >= world.pace.looksUntilBelieved && (await isIdle(tools))
    if (operation && !hasEnded) report({ type: 'operationSeen' })
    if (!hasEnded) return

    const outcomes = await fromApi(tools, () => checkTruth(world, cvm.id, wanted, { signal }))
    if (!outcomes) return
    if (operation?.status === 'failed') return report({ type: 'operationFailed', reason: failureReason(operation), outcomes })
    looksAtValues += 1
    // Details may lag behind the record, so a difference is believed only when it stays.
    if (allMatch(outcomes) || looksAtValues >= world.pace.looksUntilBelieved) report({ type: 'operationEnded', outcomes })
  })
}

/** A server whose history lacks the record: then the CVM itself says whether something is still going on. */
async function isIdle(tools: EffectTools): Promise<boolean> {
  const cvm = await fromApi(tools, () => tools.world.api.fetchCvm(tools.cvm.id, { signal: tools.signal }))
  return cvm !== null && !isInTransition(cvm)
}

/** `null` when the answer does not come within the time that one fact is waited for. */
async function inTime<Value>({ clock, pace }: UpdateWorld, ask: (signal: AbortSignal) => Promise<Value>): Promise<Value | null> {
  const isOver = new AbortController()
  try {
    return await Promise.race([ask(isOver.signal), clock.wait(pace.factMs, isOver.signal).then(() => null)])
  } finally {
    isOver.abort(new Error('answered or out of time'))
  }
}

/** Looks at once and then every `everyMs`, until `look` calls `stop` or the state changes. */
async function repeatedly(
  { world, signal }: Pick<ChainTools, 'world' | 'signal'>,
  everyMs: number,
  look: (stop: () => void) => Promise<void>,
): Promise<void> {
  let isOver = false
  const stop = () => {
    isOver = true
  }
  for (;;) {
    await look(stop)
    if (isOver) return
    await world.clock.wait(everyMs, signal)
  }
}

/** One read of the API; `null` when it failed, which is shown and tried again with the next look. */
async function fromApi<Value>(tools: EffectTools, ask: () => Promise<Value>): Promise<Value | null> {
  try {
    const value = await ask()
    tools.apiTrouble(null)
    return value
  } catch (error) {
    tools.signal.throwIfAborted()
    if (isTooMany(error)) await restFromReading(tools, error)
    else tools.apiTrouble(failureOf(error))
    return null
  }
}

/** Nobody has to watch a read: it waits for as long as it is told to. */
async function restFromReading(tools: EffectTools, error: ApiError): Promise<void> {
  const { clock } = tools.world
  const ms = restMs(error.retryAfterSeconds, 0)
  sayUntilWhen(tools)(new Date(clock.now().getTime() + ms), error)
  await clock.wait(ms, tools.signal)
}

async function lookUntilAnswered<Value>(tools: EffectTools, ask: () => Promise<Value>): Promise<Value | null> {
  let value: Value | null = null
  await repeatedly(tools, tools.world.pace.operationsMs, async (stop) => {
    const answer = await fromApi(tools, async () => ({ value: await ask() }))
    if (!answer) return
    value = answer.value
    stop()
  })
  return value
}

/**
 * One read of the chain; `null` when it failed, which is shown and tried again with the next look. What was read may be a trouble as well:
 * it is shown in one go, so that one that stays is announced once.
 */
async function fromChain<Value>(
  tools: ChainTools,
  ticket: Ticket,
  ask: (reads: ChainReads) => Promise<Value>,
  troubleIn: (value: Value) => ChainTrouble | null = () => null,
): Promise<Value | null> {
  try {
    const value = await ask(await tools.world.chain(ticket.chainId))
    tools.chainTrouble(troubleIn(value))
    return value
  } catch (error) {
    tools.signal.throwIfAborted()
    tools.chainTrouble(whyUnread(error, ticket))
    return null
  }
}

function whyUnread(error: unknown, { chainId, appContract }: Ticket): ChainTrouble {
  if (error instanceof UnknownChain) {
    const text = `This console has no connection to ${networkName(chainId)}, so it cannot see whether the hash is registered.`
    return { title: 'The chain cannot be read from here.', text }
  }
  if (error instanceof NoSuchContract) {
    const text = `Nothing at ${appContract} answers like an app contract. It is asked again every few seconds; sign nothing meanwhile.`
    return { title: 'The chain shows no app contract.', text }
  }
  const text = 'It cannot be reached. It is asked again every few seconds; nothing is lost.'
  return { title: 'The chain cannot be read at the moment.', text }
}
