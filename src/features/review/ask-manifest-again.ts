import type { QueryClient } from '@tanstack/react-query'
import { cvmQueries } from '@/api/queries.ts'
import { whereAbsent } from '@/api/reading/absent-answer.ts'
import type { AppCompose } from '@/api/schemas/app-compose.ts'

/**
 * The stored configuration as it is now, for a last look before something is sent. Where there was none on screen to compare it with, what
 * the server does report can be changed all the same; one that was there and is refused now is an error.
 */
export function askManifestAgain(queryClient: QueryClient, cvmId: string, shown: AppCompose | null): Promise<AppCompose | null> {
  const asked = queryClient.fetchQuery({ ...cvmQueries.appCompose(cvmId), staleTime: 0 })
  return shown ? asked : asked.catch(whereAbsent(null))
}
