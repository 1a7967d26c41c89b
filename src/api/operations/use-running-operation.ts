import { useQuery } from '@tanstack/react-query'
import { cvmQueries } from '@/api/queries.ts'
import type { Operation } from '@/api/schemas/operation.ts'
import type { Cvm } from '@/domain/cvm.ts'

interface RunningOperation {
  /** Its record; `null` while that is not read, or where the server keeps none. */
  operation: Operation | null
  /** ISO time, from the record or the CVM itself; `null` where neither says. */
  startedAt: string | null
  correlationId: string | null
}

/** The operation that keeps a CVM busy now: the one that the CVM names or, where it names none, the one whose record has not ended. */
export function useRunningOperation(cvm: Cvm): RunningOperation {
  const operations = useQuery(cvmQueries.operations(cvm.id)).data?.items
  const named = cvm.progress?.correlationId ?? null
  const operation = operations?.find(({ correlationId, status }) => (named ? correlationId === named : status === 'in_progress')) ?? null
  return {
    operation,
    startedAt: operation?.startedAt ?? cvm.progress?.startedAt ?? null,
    correlationId: operation?.correlationId ?? named,
  }
}
