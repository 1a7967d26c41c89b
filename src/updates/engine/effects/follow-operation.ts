import { isInTransition } from '@/domain/cvm-status.ts'
import { recentRecords } from '../find-operation.ts'
import { failureReason } from '../recover-update.ts'
import { allMatch, checkTruth } from '../truth-check.ts'
import { repeatedly, fromApi } from './ask-api.ts'
import type { EffectTools, StateOf } from './effect-tools.ts'

/** Until the operation's record ends, and the CVM's values were compared with the wanted ones. */
export async function followOperation({ correlationId }: StateOf<'accepted' | 'applying'>, tools: EffectTools): Promise<void> {
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
