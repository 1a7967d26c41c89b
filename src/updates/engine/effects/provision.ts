import type { Cvm } from '@/domain/cvm.ts'
import { wholeManifest } from '@/updates/plan/whole-manifest.ts'
import { judgePrepared } from '@/updates/verdict/judge-prepared.ts'
import { failureOf, mayHaveBeenProcessed } from '../failure-of.ts'
import type { Failure, Provisioned, Submission } from '../update-machine.ts'
import { serverTime, untilHeard, lookUntilAnswered } from './ask-api.ts'
import type { EffectTools } from './effect-tools.ts'
import { proveAhead } from './prove-ahead.ts'
import { mismatchOf, ticketFrom } from './ticket.ts'

/**
 * Before a whole manifest is put to use: the server is given it and names its hash, which either has to be allowed, or is compared with our
 * own. Nothing starts by that, so a request whose answer was lost is made again.
 */
export async function provision({ write }: Submission, tools: EffectTools): Promise<void> {
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
        const { composeHash, required } = await untilHeard(tools, () => {
          const sent = api.provisionComposeFile(cvm.id, whole, { knownChainId: cvm.kms.chainId })
          proveAhead(tools, write.kind)
          return sent
        })
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
export function movedSince({ composeHash, builtOn }: Provisioned, { composeHash: present }: Cvm): Failure | null {
  if (!builtOn || present === null || present === builtOn || present === composeHash) return null
  const message = `The CVM’s compose hash is ${present} now, and yours was built on ${builtOn}.`
  return { kind: 'changed-elsewhere', message, isOwnMessage: true, code: null, requestId: null, fieldErrors: [] }
}
