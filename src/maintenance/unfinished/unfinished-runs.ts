import type { TextStore } from '@/lib/storage.ts'
import { createRecords, type RecordScope } from '@/runs/records.ts'
import { isWorthAnotherLook } from '../instance-ids/row-outcome.ts'
import { runJournalSchema } from '../instance-ids/run-journal.ts'
import type { PowerAction } from '../power/power-action.ts'
import { powerJournal } from '../power/power-journal.ts'
import { isOpen, mayRetry } from '../power/power-outcome.ts'

/** A run over many CVMs that is on record: it has not ended, or nobody has looked at how it ended. */
export type UnfinishedRun = {
  /** ISO time. */
  startedAt: string
  hasEnded: boolean
  /** CVMs that a person should look at. */
  forReview: number
} & (
  | {
      kind: 'power'
      action: PowerAction
      /** How many CVMs it is about, and of how many it is known what became of them. */
      total: number
      known: number
    }
  | { kind: 'instance-ids'; requests: number; requestsDone: number; written: number }
)

/** What is on record in this browser. Reading it removes nothing: what cannot be read is left for the page that can tell the person. */
export function listUnfinishedRuns(store: TextStore, scope: RecordScope): UnfinishedRun[] {
  return [...powerRuns(store, scope), ...instanceIdRuns(store, scope)].sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt))
}

function powerRuns(store: TextStore, scope: RecordScope): UnfinishedRun[] {
  const run = powerJournal(store, scope).peek()
  if (!run) return []
  const outcomes = [...run.outcomes.values()]
  const open = outcomes.filter(isOpen).length
  return [
    {
      kind: 'power',
      action: run.action,
      startedAt: run.startedAt,
      total: run.cvms.length,
      known: outcomes.length - open,
      forReview: outcomes.filter(mayRetry).length,
      hasEnded: open === 0,
    },
  ]
}

/** The journal alone is small; the plan beside it is not. */
function instanceIdRuns(store: TextStore, scope: RecordScope): UnfinishedRun[] {
  return createRecords({ store, scope, kind: 'instance-ids-run', version: 1, schema: runJournalSchema })
    .list()
    .map(({ value: { startedAt, chunks, rows, others, ended } }) => {
      const kinds = Object.values(others).map(({ kind }) => kind)
      return {
        kind: 'instance-ids',
        startedAt,
        hasEnded: ended !== null,
        requests: chunks.length,
        requestsDone: countOf('d', chunks),
        written: countOf('w', rows) + kinds.filter((kind) => kind === 'written' || kind === 'written-differently').length,
        forReview: kinds.filter(isWorthAnotherLook).length,
      }
    })
}

const countOf = (letter: string, letters: string) => letters.split(letter).length - 1
