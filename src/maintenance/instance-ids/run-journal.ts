import * as z from 'zod/mini'
import { outcomeKinds, type RowOutcome } from './row-outcome.ts'
import type { RefreshPlan } from './refresh-plan.ts'
import { startRun, type ChunkStep, type RunState } from './refresh-run.ts'

/**
 * What a reloaded page needs to go on with a run, beside the plan itself: a letter for each chunk and for each row, in their order, so
 * that saving stays cheap with thousands of rows. Ids, ticks and outcomes only; nothing secret.
 */
export interface RunJournal {
  version: 1
  planDigest: string
  startedAt: string
  ticked: string[]
  /** `.` certainly nothing under way, `u` a write may have been sent, `d` done. */
  chunks: string
  /** `.` no outcome of its own, `w` written as previewed, `o` see `others`. */
  rows: string
  others: Record<string, RowOutcome>
  ended: { at: string; isStopped: boolean } | null
}

const outcomeSchema = z.object({ kind: z.enum(outcomeKinds), detail: z.nullable(z.string()) })

export const runJournalSchema = z.object({
  version: z.literal(1),
  planDigest: z.string(),
  startedAt: z.string(),
  ticked: z.array(z.string()),
  chunks: z.string().check(z.regex(/^[.ud]*$/)),
  rows: z.string().check(z.regex(/^[.wo]*$/)),
  others: z.record(z.string(), outcomeSchema),
  ended: z.nullable(z.object({ at: z.string(), isStopped: z.boolean() })),
})

const chunkLetter: Record<ChunkStep, '.' | 'u' | 'd'> = {
  waiting: '.',
  checking: '.',
  writing: 'u',
  uncertain: 'u',
  examining: 'u',
  done: 'd',
}

export function journalOf(plan: RefreshPlan, state: RunState): RunJournal {
  const others: Record<string, RowOutcome> = {}
  const rows = plan.rows.map(({ id }) => {
    const outcome = state.outcomes.get(id)
    if (!outcome) return '.'
    if (outcome.kind === 'written' && outcome.detail === null) return 'w'
    others[id] = outcome
    return 'o'
  })
  return {
    version: 1,
    planDigest: plan.digest,
    startedAt: state.startedAt,
    ticked: [...state.ticked],
    chunks: state.chunks.map((chunk) => chunkLetter[chunk.step]).join(''),
    rows: rows.join(''),
    others,
    ended: state.step === 'finished' ? { at: state.finishedAt, isStopped: state.isStopped } : null,
  }
}

/**
 * A restored run as it looks while another tab drives it. What that one does beside its writes it does not put down, and each of them may be
 * under way.
 */
export const asDriven = ({ startedAt, ticked, chunks, outcomes }: RunState): RunState => ({
  step: 'running',
  startedAt,
  ticked,
  chunks: chunks.map((chunk) => (chunk.step === 'uncertain' ? { ...chunk, step: 'writing' } : chunk)),
  outcomes,
})

/**
 * The run as it stands after a reload: paused, unless it had ended. A chunk whose write may have been sent is uncertain and is looked at
 * before anything else. `null` when the journal does not fit the plan.
 */
export function restoreRun(plan: RefreshPlan, journal: RunJournal): RunState | null {
  const fresh = startRun(plan, new Set(journal.ticked), journal.startedAt)
  if (journal.planDigest !== plan.digest || journal.chunks.length !== fresh.chunks.length || journal.rows.length !== plan.rows.length)
    return null
  const outcomes = new Map<string, RowOutcome>()
  for (const [index, { id }] of plan.rows.entries()) {
    if (journal.rows[index] === 'w') outcomes.set(id, { kind: 'written', detail: null })
    else if (journal.rows[index] === 'o') {
      const other = journal.others[id]
      if (!other) return null
      outcomes.set(id, other)
    }
  }
  const chunks = fresh.chunks.map((chunk, index) => {
    const ids = chunk.ids.filter((id) => !outcomes.has(id))
    const step: ChunkStep = ids.length === 0 ? 'done' : journal.chunks[index] === 'u' ? 'uncertain' : 'waiting'
    return { ...chunk, ids, step }
  })
  const facts = { startedAt: journal.startedAt, ticked: fresh.ticked, chunks, outcomes }
  return journal.ended
    ? { ...facts, step: 'finished', finishedAt: journal.ended.at, isStopped: journal.ended.isStopped }
    : { ...facts, step: 'paused', reason: 'reload' }
}
