import { ApiError } from '@/api/api-error.ts'
import type { UpdateAnswer } from '@/api/cvms.ts'
import { assertNever } from '@/lib/assert-never.ts'
import { failureOf, mayHaveBeenProcessed } from '../failure-of.ts'
import { canBeOwnOperation, findSubmitted } from '../find-operation.ts'
import type { Submission, Ticket } from '../update-machine.ts'
import { serverTime, untilHeard, repeatedly, fromApi, lookUntilAnswered } from './ask-api.ts'
import type { EffectTools, StateOf } from './effect-tools.ts'
import { listOperations } from './look-ahead.ts'
import { proveAhead } from './prove-ahead.ts'
import { movedSince } from './provision.ts'
import { mismatchOf, ticketFrom } from './ticket.ts'

/** Whoever begins something in that time and leads to the very same values is taken for us: what was wanted is so. */
const longestAheadMs = 5_000

/** Reads what tells our own operation from others later. A read that fails holds nothing up: which operation is ours is less sure then. */
export async function readBefore(tools: EffectTools): Promise<void> {
  const { world, cvm, ahead, report } = tools
  const operations = await untilHeard(tools, () => {
    const early = ahead.operations
    delete ahead.operations
    const ageMs = early ? world.clock.now().getTime() - early.askedAt : Infinity
    return early && ageMs >= 0 && ageMs <= longestAheadMs ? early.ids : listOperations(world, cvm.id)
  }).catch((error: unknown) => {
    if (error instanceof ApiError) return null
    throw error
  })
  report({ type: 'readBefore', before: { operations, serverTime: serverTime(world) } })
}

/** Phase 1. Never aborted, and repeated only when it was certainly not processed: an answer that does not come is looked up. */
export async function submit({ submission }: StateOf<'submitting'>, tools: EffectTools): Promise<void> {
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
    const answer = await untilHeard(tools, () => {
      const sent = send(submission, tools)
      proveAhead(tools, write.kind)
      return sent
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

/** Looks for an update whose answer was lost in the operations. Goes on after `unknown` was told, since a record that comes late settles it. */
export async function lookForSubmitted({ submission, finding }: StateOf<'submitUncertain'>, tools: EffectTools): Promise<void> {
  const { world, cvm, report, signal } = tools
  let fruitlessLooks = 0
  await repeatedly(tools, finding === 'looking' ? world.pace.operationsMs : world.pace.feedMs, async () => {
    const look = await fromApi(tools, () => findSubmitted(world, cvm.id, submission, { signal }))
    if (look?.found) return report({ type: 'acceptedBy', correlationId: look.found.correlationId })
    if (look && !look.isStillRunning) fruitlessLooks += 1
    if (finding === 'looking' && fruitlessLooks >= world.pace.looksAfterLostAnswer) report({ type: 'lookedUp', found: 'unknown' })
  })
}
