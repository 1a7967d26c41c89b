import { judgePrepared, judgeRedeployed } from '@/updates/verdict/judge-prepared.ts'
import { lookUntilAnswered } from './ask-api.ts'
import type { EffectTools, StateOf } from './effect-tools.ts'

/** Computes the hash from what runs and what is wanted, once; a read that fails is asked for again. */
export async function judge({ ticket, verdict }: Pick<StateOf<'registered'>, 'ticket' | 'verdict'>, tools: EffectTools): Promise<void> {
  if (verdict !== null) return
  const { world, cvm, wanted, ahead, signal } = tools
  const { composeHash, redeploys, isWholeManifest = false } = ticket
  const { hashes } = ahead
  delete ahead.hashes
  delete ahead.hashesOf
  const proven = redeploys || hashes?.wanted !== wanted ? null : await hashes.proven.catch(() => null)
  signal.throwIfAborted()
  if (proven?.includes(composeHash)) return tools.report({ type: 'judged', verdict: { kind: 'proven' } })
  const found = await lookUntilAnswered(tools, () =>
    redeploys
      ? judgeRedeployed(world.api, cvm, { composeHash, revision: redeploys }, { signal })
      : judgePrepared(world.api, cvm.id, { composeHash, wanted, isWhole: isWholeManifest }, { signal }),
  )
  if (found) tools.report({ type: 'judged', verdict: found })
}
