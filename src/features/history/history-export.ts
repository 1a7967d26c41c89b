import { counted } from '@/lib/counted.ts'
import type { Fleet } from '@/api/fleet-query.ts'
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
  /** CVMs of the workspace that the list does not hold, since only its first pages came; `null` where nobody knows how many. */
  notListed: number | null
  /** CVMs that the server describes in a form that this console does not know: their operations cannot be asked for. */
  unreadableCvms: number
  /** CVMs of the list whose operations nobody asked for. */
  notRead: number
  failed: number
  withOlder: number
  unreadable: number
  hidden: number
}

/** Counted from the CVMs that there are now: one that was read or failed and is gone since stands for no other. */
export function historyGaps(history: History, { fleet, shown }: { fleet: Fleet | undefined; shown: number }): HistoryGaps {
  const { cvms = [], total = 0, unreadable = 0, isPartial = true } = fleet ?? {}
  const without = cvms.filter(({ id }) => !history.read.has(id))
  const failed = without.filter(({ id }) => history.failed.has(id)).length
  const further = total - cvms.length - unreadable
  return {
    readAt: history.readAt,
    notListed: isPartial ? (further > 0 ? further : null) : 0,
    unreadableCvms: unreadable,
    notRead: without.length - failed,
    failed,
    withOlder: history.withOlder,
    unreadable: history.unreadable,
    hidden: history.rows.length - shown,
  }
}

/** The same for a person, beside what is shown and before they export. Empty where nothing is missing. */
export function historyGapTexts({ notListed, unreadableCvms, notRead, failed, withOlder, unreadable }: HistoryGaps): string[] {
  return [
    ...(notListed === null ? ['The list of CVMs is not whole, so operations of others are missing.'] : []),
    ...(notListed ? [`${counted(notListed, 'CVM is', 'CVMs are')} not in the list yet.`] : []),
    ...(notRead > 0 ? [`${counted(notRead, 'CVM was', 'CVMs were')} not read yet.`] : []),
    ...(failed > 0 ? [`The operations of ${counted(failed, 'CVM')} could not be read.`] : []),
    ...(unreadableCvms > 0 ? [`${counted(unreadableCvms, 'CVM is', 'CVMs are')} in a form that this console does not know.`] : []),
    ...(withOlder > 0 ? [`${counted(withOlder, 'CVM has', 'CVMs have')} older operations that were not read.`] : []),
    ...(unreadable > 0 ? [`${counted(unreadable, 'record is', 'records are')} in a form that this console does not know.`] : []),
  ]
}

/** The operations under `operations`, beside what is missing of them. */
export const historyJson = (rows: readonly HistoryRow[], gaps: HistoryGaps) =>
  `${JSON.stringify(
    {
      read_at: gaps.readAt === null ? null : new Date(gaps.readAt).toISOString(),
      missing: {
        cvms_not_listed: gaps.notListed,
        cvms_unreadable: gaps.unreadableCvms,
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
