import * as z from 'zod/mini'
import type { TextStore } from '@/lib/storage.ts'
import { createRecords, type RecordScope } from '@/runs/records.ts'
import { type StopOutcome, stopOutcomeKinds } from './stop-many.ts'

/** One of the CVMs that somebody asked to stop. */
export interface StopCvm {
  id: string
  name: string
  vmUuid: string | null
}

/** What was asked, and what is known about each. */
export interface StopRun {
  /** ISO time. */
  startedAt: string
  cvms: readonly StopCvm[]
  /** One for each of them. */
  outcomes: ReadonlyMap<string, StopOutcome>
}

const askedSchema = z.object({
  startedAt: z.string(),
  cvms: z.array(z.object({ id: z.string(), name: z.string(), vmUuid: z.nullable(z.string()) })),
})
/** Rows of the same outcome together, by their place in what was asked: thousands of them stay small enough to be saved often. */
const outcomesSchema = z.array(
  z.object({ kind: z.enum(stopOutcomeKinds), detail: z.nullable(z.string()), rows: z.array(z.number().check(z.int(), z.gte(0))) }),
)

/** A fleet has at most one stop on record. */
const key = 'fleet'

/** A stop on record outlives its tab, until somebody has seen how it ended. */
export function stopJournal(store: TextStore, scope: RecordScope) {
  const asked = createRecords({ store, scope, kind: 'stop', version: 1, schema: askedSchema })
  const outcomes = createRecords({ store, scope, kind: 'stop-outcome', version: 1, schema: outcomesSchema })
  return {
    has: () => store.read(asked.keyOf(key)) !== null,
    isKey: (changed: string) => changed === asked.keyOf(key) || changed === outcomes.keyOf(key),
    /** What was asked. Once, before anything is sent; false when it will not survive a reload. */
    begin({ startedAt, cvms }: StopRun): boolean {
      return asked.write(key, { startedAt, cvms: cvms.map(({ id, name, vmUuid }) => ({ id, name, vmUuid })) })
    },
    save({ cvms, outcomes: known }: StopRun): boolean {
      const groups = new Map<string, { kind: StopOutcome['kind']; detail: string | null; rows: number[] }>()
      for (const [row, { id }] of cvms.entries()) {
        const { kind, detail = null } = known.get(id)! // there is one for each
        const name = `${kind} ${detail ?? ''}`
        const group = groups.get(name) ?? { kind, detail, rows: [] }
        group.rows.push(row)
        groups.set(name, group)
      }
      return outcomes.write(key, [...groups.values()])
    },
    /** The stop on record; `null` without one. What it says nothing about may have been sent. */
    read(): StopRun | null {
      const { value } = asked.read(key)
      if (!value) return null
      const known = new Map<string, StopOutcome>(value.cvms.map(({ id }) => [id, { kind: 'sending' }]))
      for (const { kind, detail, rows } of outcomes.read(key).value ?? []) {
        for (const row of rows) {
          const cvm = value.cvms[row]
          if (cvm) known.set(cvm.id, detail === null ? { kind } : { kind, detail })
        }
      }
      return { ...value, outcomes: known }
    },
    remove() {
      asked.remove(key)
      outcomes.remove(key)
    },
  }
}
