import * as z from 'zod/mini'
import type { HistoryRow } from './history-reader.ts'

/** Text whatever the address bar made of it: `?cvm=42` arrives as a number. */
const text = z.catch(z.optional(z.pipe(z.union([z.string(), z.number(), z.boolean()]), z.transform(String))), undefined)
const day = z.catch(z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))), undefined)

export const ranges = { '24h': 24, '7d': 7 * 24, '30d': 30 * 24, '90d': 90 * 24 } as const

/** What of the history is shown, in the address, so that it can be sent to a colleague. */
export const historySearchSchema = z.object({
  /** Part of a CVM's name or id. */
  cvm: text,
  /** As the API names kinds of operations; `-` for those that name none. */
  type: text,
  /** A user name; `-` where none is reported. */
  by: text,
  outcome: text,
  /** The last so many hours or days, by the server's clock. */
  since: z.catch(z.optional(z.enum(['24h', '7d', '30d', '90d'])), undefined),
  /** Days of this computer's time zone, both included. They count where `since` is absent. */
  from: day,
  to: day,
  /** Column id, with a leading `-` for descending. */
  sort: text,
})

export type HistorySearch = z.output<typeof historySearchSchema>

export const noHistoryFilters = {
  cvm: undefined,
  type: undefined,
  by: undefined,
  outcome: undefined,
  since: undefined,
  from: undefined,
  to: undefined,
} satisfies Partial<HistorySearch>

export const hasHistoryFilters = (search: HistorySearch) =>
  Object.keys(noHistoryFilters).some((name) => Boolean(search[name as keyof typeof noHistoryFilters]))

/** What a filter calls a thing that is not reported. */
export const absent = '-'

const dayMs = 24 * 3_600_000
/** The first moment of a day of this computer's time zone. */
const dayStart = (isoDay: string) => new Date(`${isoDay}T00:00:00`).getTime()

/** From when to when, in ms since 1970; `null` without a limit. A day that does not exist limits nothing. */
export function spanOf({ since, from, to }: HistorySearch, serverNow: number): { from: number | null; to: number | null } {
  if (since) return { from: serverNow - ranges[since] * 3_600_000, to: null }
  const known = (at: number | null) => (at === null || Number.isNaN(at) ? null : at)
  return {
    from: known(from ? dayStart(from) : null),
    // Days are 23 to 25 h long: the next one begins within the day after noon.
    to: known(to ? dayStart(isoDayOf(new Date(dayStart(to) + dayMs * 1.5))) : null),
  }
}

const two = (part: number) => String(part).padStart(2, '0')
const isoDayOf = (at: Date) => (Number.isNaN(at.getTime()) ? '' : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`)

export const matchesCvm = ({ id, name }: { id: string; name: string }, typed: string | undefined) => {
  const wanted = (typed ?? '').trim().toLowerCase()
  return wanted === '' || name.toLowerCase().includes(wanted) || id.toLowerCase().includes(wanted)
}

/** The rows that pass every filter. One without a readable start passes where no time is asked for. */
export function filterHistory(rows: readonly HistoryRow[], search: HistorySearch, serverNow: number): HistoryRow[] {
  const span = spanOf(search, serverNow)
  return rows.filter((row) => {
    if (!matchesCvm({ id: row.cvmId, name: row.cvmName }, search.cvm)) return false
    if (search.type !== undefined && (row.type ?? absent) !== search.type) return false
    if (search.by !== undefined && (row.triggeredBy ?? absent) !== search.by) return false
    if (search.outcome !== undefined && row.status !== search.outcome) return false
    if (span.from === null && span.to === null) return true
    const at = Date.parse(row.startedAt ?? '')
    return !Number.isNaN(at) && (span.from === null || at >= span.from) && (span.to === null || at < span.to)
  })
}

/** The different values of a property, in reading order. */
export const valuesIn = (rows: readonly HistoryRow[], of: (row: HistoryRow) => string | null) =>
  [...new Set(rows.map((row) => of(row) ?? absent))].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
