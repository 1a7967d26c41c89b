import * as z from 'zod/mini'
import type { TextStore } from '@/lib/storage.ts'
import { createRecords, type RecordScope } from '@/runs/records.ts'
import { type PowerAction, powerActions } from './power-action.ts'
import { type PowerOutcome, powerOutcomeKinds } from './power-outcome.ts'

/** One of the CVMs that somebody asked to start, restart, shut down or stop. */
export interface PowerCvm {
  id: string
  name: string
  vmUuid: string | null
}

/** What was asked, and what is known about each. */
export interface PowerRun {
  action: PowerAction
  /** ISO time of this computer. */
  startedAt: string
  /** The same moment as the server's ISO time, at the earliest; `null` where no answer had told it. What began later is ours or newer. */
  serverTime: string | null
  cvms: readonly PowerCvm[]
  /** One for each of them. */
  outcomes: ReadonlyMap<string, PowerOutcome>
  /** Its page was closed before it ended, and nobody has tried again since. */
  wasInterrupted?: true
}

const askedSchema = z.object({
  action: z.enum(powerActions),
  startedAt: z.string(),
  serverTime: z.nullable(z.string()),
  cvms: z.array(z.object({ id: z.string(), name: z.string(), vmUuid: z.nullable(z.string()) })),
  wasInterrupted: z.optional(z.literal(true)),
})
/** Rows of the same outcome together, by their place in what was asked: thousands of them stay small enough to be saved often. */
const outcomesSchema = z.array(
  z.object({
    kind: z.enum(powerOutcomeKinds),
    detail: z.nullable(z.string()),
    wasUncertain: z.optional(z.literal(true)),
    rows: z.array(z.number().check(z.int(), z.gte(0))),
  }),
)
type OutcomeGroup = z.output<typeof outcomesSchema>[number]

/** A fleet has at most one run on record. */
const key = 'fleet'

/**
 * A run on record outlives its tab, until somebody has seen how it ended. The records' kinds are named `stop` and `stop-outcome` because the
 * first version knew no other action; what it wrote is read as a stop.
 */
export function powerJournal(store: TextStore, scope: RecordScope) {
  const asked = createRecords({
    store,
    scope,
    kind: 'stop',
    version: 2,
    schema: askedSchema,
    migrate: (version, value) => (version === 1 && typeof value === 'object' ? { ...value, action: 'stop', serverTime: null } : undefined),
  })
  const outcomes = createRecords({ store, scope, kind: 'stop-outcome', version: 1, schema: outcomesSchema })

  const withOutcomes = (value: z.output<typeof askedSchema>, groups: readonly OutcomeGroup[]): PowerRun => {
    const known = new Map<string, PowerOutcome>(value.cvms.map(({ id }) => [id, { kind: 'sending' }]))
    for (const { kind, detail, wasUncertain, rows } of groups) {
      const outcome: PowerOutcome = { kind, ...(detail === null ? {} : { detail }), ...(wasUncertain ? { wasUncertain } : {}) }
      for (const row of rows) {
        const cvm = value.cvms[row]
        if (cvm) known.set(cvm.id, outcome)
      }
    }
    const { wasInterrupted, ...rest } = value
    return { ...rest, outcomes: known, ...(wasInterrupted ? { wasInterrupted } : {}) }
  }

  const isNewer = () => asked.read(key).dropped === 'newer' || outcomes.read(key).dropped === 'newer'

  return {
    has: () => store.read(asked.keyOf(key)) !== null,
    /** A newer version of this console wrote it: it stays, and can be read after a reload. */
    isNewer,
    isKey: (changed: string) => changed === asked.keyOf(key) || changed === outcomes.keyOf(key),
    /** What was asked. Once, before anything is sent; false when it will not survive a reload. */
    begin({ action, startedAt, serverTime, cvms, wasInterrupted }: PowerRun): boolean {
      const asIs = cvms.map(({ id, name, vmUuid }) => ({ id, name, vmUuid }))
      return asked.write(key, { action, startedAt, serverTime, cvms: asIs, ...(wasInterrupted ? { wasInterrupted } : {}) })
    },
    save({ cvms, outcomes: known }: PowerRun): boolean {
      const groups = new Map<string, OutcomeGroup>()
      for (const [row, { id }] of cvms.entries()) {
        const { kind, detail = null, wasUncertain } = known.get(id)! // there is one for each
        const name = `${kind} ${wasUncertain ?? ''} ${detail ?? ''}`
        const group = groups.get(name) ?? { kind, detail, ...(wasUncertain ? { wasUncertain } : {}), rows: [] }
        group.rows.push(row)
        groups.set(name, group)
      }
      return outcomes.write(key, [...groups.values()])
    },
    /** The run on record; `null` without one that this version can read. What it says nothing about may have been sent. */
    read(): PowerRun | null {
      const { value } = asked.read(key)
      if (isNewer()) return null
      return value && withOutcomes(value, outcomes.read(key).value ?? [])
    },
    /** The same for who only looks: a record that cannot be read stays for whoever can tell the person. */
    peek(): PowerRun | null {
      const [record] = asked.list()
      return record ? withOutcomes(record.value, outcomes.list()[0]?.value ?? []) : null
    },
    remove() {
      asked.remove(key)
      outcomes.remove(key)
    },
  }
}
