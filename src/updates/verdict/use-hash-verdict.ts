import { useQuery } from '@tanstack/react-query'
import { fetchCvm, fetchRawAppCompose } from '@/api/cvms.ts'
import { ApiError } from '@/api/api-error.ts'
import { cvmQueries } from '@/api/queries.ts'
import { browserStore } from '@/lib/storage.ts'
import type { RecordScope } from '@/runs/records.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import type { HashVerdict, Prepared, Running } from './hash-verdict.ts'
import { journalRecords } from '@/updates/engine/update-journal.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'

/**
 * Our own opinion of the hash that a ticket asks to be registered; `null` while no hash is waiting. Reads the running revision afresh, so
 * that a reload comes to the same verdict. A file that the server does not hand out proves nothing; a failed request is asked again.
 */
export function useHashVerdict(cvmId: string, ticket: Ticket | null): { verdict: HashVerdict | null; cannotRead: unknown } {
  const scope = useRecordScope()
  const { data, error } = useQuery({
    queryKey: [...cvmQueries.one(cvmId), 'hash-verdict', ticket?.composeHash],
    enabled: ticket !== null && scope !== null,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const { judgeHash } = await import('./hash-verdict.ts')
      // Both are there: the query is not enabled without them.
      return judgeHash(...(await revisions(cvmId, ticket!, scope!, signal)))
    },
  })
  return { verdict: ticket === null ? null : (data ?? { kind: 'checking' }), cannotRead: error }
}

/** The stored files before and after what a ticket asks for, for someone to look at; `null` where they cannot be proven. */
export async function readProvenChange(cvmId: string, ticket: Ticket, scope: RecordScope) {
  const { provenChange } = await import('./hash-verdict.ts')
  return provenChange(...(await revisions(cvmId, ticket, scope)))
}

/** What was asked for, and what runs: from the record in this browser and from the server. */
async function revisions(cvmId: string, { composeHash }: Ticket, scope: RecordScope, signal?: AbortSignal): Promise<[Prepared, Running]> {
  const journal = journalRecords(browserStore, scope).read(cvmId).value
  const options = signal ? { signal } : {}
  const [cvm, storedText] = await Promise.all([fetchCvm(cvmId, options), storedFile(cvmId, options)])
  return [
    { composeHash, wanted: journal?.wanted ?? {} },
    { storedText, composeHash: cvm.composeHash },
  ]
}

async function storedFile(cvmId: string, options: { signal?: AbortSignal }): Promise<string | null> {
  try {
    return await fetchRawAppCompose(cvmId, options)
  } catch (error) {
    if (error instanceof ApiError && ['not-found', 'not-offered', 'not-permitted'].includes(error.kind)) return null
    throw error
  }
}
