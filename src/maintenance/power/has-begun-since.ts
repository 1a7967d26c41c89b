import { fetchOperations } from '@/api/cvms.ts'
import type { Operation } from '@/api/schemas/operation.ts'
import { isOperationOf, type PowerAction } from './power-action.ts'

/** Enough to hold everything since a run began, as a CVM runs one operation at a time. */
const recentOperations = 20

/** Whoever writes the server's `Date` and whoever writes its records may be two machines, kept by one time service. */
const serversDifferMs = 5_000

/**
 * Whether an operation of this action began on a CVM since `since`, an ISO time of the server; `null` where the records do not tell: the time
 * is not known, or a record that may be it has no readable start.
 */
export async function hasBegunSince(cvmId: string, action: PowerAction, since: string | null): Promise<boolean | null> {
  if (since === null) return null
  return judge(await fetchOperations(cvmId, { limit: recentOperations }), action, since)
}

export function judge(records: { items: Operation[]; unreadable: number }, action: PowerAction, since: string): boolean | null {
  const from = Date.parse(since) - serversDifferMs
  const began = records.items
    .filter(({ type }) => type === null || isOperationOf(action, type))
    .map(({ type, startedAt }) => {
      const at = Date.parse(startedAt ?? '')
      if (at < from) return false
      return Number.isNaN(at) || type === null ? null : true
    })
  if (began.includes(true)) return true
  return records.unreadable > 0 || began.includes(null) ? null : false
}
