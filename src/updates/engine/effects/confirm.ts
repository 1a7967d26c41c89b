import { ApiError } from '@/api/api-error.ts'
import { needsSignIn } from '@/domain/failure.ts'
import { longestWatchedMs, restMs } from '@/runs/pace.ts'
import { failureOf, mayHaveBeenProcessed } from '../failure-of.ts'
import { findConfirmed } from '../find-operation.ts'
import type { Failure } from '../update-machine.ts'
import { isUndecided, type UpdateWorld } from '../update-world.ts'
import { isTooMany, continuing, repeatedly, fromApi, lookUntilAnswered } from './ask-api.ts'
import { fromChain } from './ask-chain.ts'
import { contradiction, nodesDisagree, registrationGone } from './contradiction.ts'
import type { EffectTools, StateOf } from './effect-tools.ts'
import { movedSince } from './provision.ts'

/** Phase 2: only after the receipt holds our event from the app contract and the mapping reads true, read just before each attempt. */
export async function confirm(state: StateOf<'confirming'>, tools: EffectTools): Promise<void> {
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
export async function waitForHelp(state: StateOf<'confirming'>, tools: EffectTools): Promise<void> {
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
