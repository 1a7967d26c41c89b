import { csvText } from '@/lib/csv.ts'
import type { History, HistoryRow } from './history-reader.ts'

type Cell = string | number | null

/** Each column by its name in a file; what is not reported stays empty (`null` in JSON). Times are ISO, durations ms. */
const columns: Record<string, (row: HistoryRow) => Cell> = {
  started_at: (row) => row.startedAt,
  completed_at: (row) => row.completedAt,
  duration_ms: (row) => row.durationMs,
  cvm_id: (row) => row.cvmId,
  cvm_name: (row) => row.cvmName,
  operation_type: (row) => row.type,
  status: (row) => row.status,
  triggered_by: (row) => row.triggeredBy,
  error_message: (row) => row.errorMessage,
  correlation_id: (row) => row.correlationId,
  compose_hash: (row) => row.composeHash,
}
const names = Object.keys(columns)

/** One line for each operation, in the given order. */
export const historyCsv = (rows: readonly HistoryRow[]) => csvText([names, ...rows.map((row) => names.map((name) => columns[name]!(row)))])

/** What a file does not hold. */
export interface HistoryGaps {
  /** When it was read, in ms since 1970. */
  readAt: number | null
  notRead: number
  failed: number
  withOlder: number
  unreadable: number
  hidden: number
}

export const historyGaps = (history: History, { cvms, shown }: { cvms: number; shown: number }): HistoryGaps => ({
  readAt: history.readAt,
  notRead: Math.max(0, cvms - history.read.size - history.failed.size),
  failed: history.failed.size,
  withOlder: history.withOlder,
  unreadable: history.unreadable,
  hidden: history.rows.length - shown,
})

const count = (of: number, one: string, many: string) => `${of.toLocaleString('en')} ${of === 1 ? one : many}`

/** The same for a person, beside what is shown and before they export. Empty where nothing is missing. */
export function historyGapTexts({ notRead, failed, withOlder, unreadable }: HistoryGaps): string[] {
  return [
    ...(notRead > 0 ? [`${count(notRead, 'CVM was', 'CVMs were')} not read yet.`] : []),
    ...(failed > 0 ? [`The operations of ${count(failed, 'CVM', 'CVMs')} could not be read.`] : []),
    ...(withOlder > 0 ? [`${count(withOlder, 'CVM has', 'CVMs have')} older operations that were not read.`] : []),
    ...(unreadable > 0 ? [`${count(unreadable, 'record is', 'records are')} in a form that this console does not know.`] : []),
  ]
}

/** The operations under `operations`, beside what is missing of them. */
export const historyJson = (rows: readonly HistoryRow[], gaps: HistoryGaps) =>
  `${JSON.stringify(
    {
      read_at: gaps.readAt === null ? null : new Date(gaps.readAt).toISOString(),
      missing: {
        cvms_not_read: gaps.notRead,
        cvms_failed: gaps.failed,
        cvms_with_older_operations: gaps.withOlder,
        unreadable_records: gaps.unreadable,
        hidden_by_filters: gaps.hidden,
      },
      operations: rows.map((row) => Object.fromEntries(names.map((name) => [name, columns[name]!(row)]))),
    },
    null,
    2,
  )}\n`
