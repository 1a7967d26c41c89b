import { useQuery } from '@tanstack/react-query'
import { fetchCvm, fetchRawAppCompose } from '@/api/cvms.ts'
import { ApiError } from '@/api/api-error.ts'
import { cvmQueries } from '@/api/queries.ts'
import { configQuery } from '@/api/session-queries.ts'
import type { HashSeal } from './hash-seal.ts'
import { journalRecords } from './update-journal.ts'
import type { Ticket } from './update-machine.ts'
import { updateWorld } from './update-world.ts'

/**
 * Our own opinion of the hash that a ticket asks to be registered; `null` while no hash is waiting. Reads the running revision afresh, so
 * that a reload comes to the same verdict. A file that the server does not hand out proves nothing; a failed request is asked again.
 */
export function useHashSeal(cvmId: string, ticket: Ticket | null): { seal: HashSeal | null; cannotRead: unknown } {
  const config = useQuery(configQuery).data
  const { data, error } = useQuery({
    queryKey: [...cvmQueries.one(cvmId), 'hash-seal', ticket?.composeHash],
    enabled: ticket !== null && config !== undefined,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const { store, scope } = updateWorld(config!)
      const journal = journalRecords(store, scope).read(cvmId).value
      const { sealHash } = await import('./hash-seal.ts')
      const [cvm, storedText] = await Promise.all([fetchCvm(cvmId, { signal }), storedFile(cvmId, signal)])
      return sealHash({ composeHash: ticket!.composeHash, wanted: journal?.wanted ?? {} }, { storedText, composeHash: cvm.composeHash })
    },
  })
  return { seal: ticket === null ? null : (data ?? { verdict: 'checking' }), cannotRead: error }
}

async function storedFile(cvmId: string, signal: AbortSignal): Promise<string | null> {
  try {
    return await fetchRawAppCompose(cvmId, { signal })
  } catch (error) {
    if (error instanceof ApiError && ['not-found', 'not-offered', 'not-permitted'].includes(error.kind)) return null
    throw error
  }
}
