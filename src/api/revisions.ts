import { queryOptions } from '@tanstack/react-query'
import { requestJson } from './http.ts'
import { revisionDetailSchema, revisionPageSchema } from './schemas/apps/revision.ts'

interface Options {
  signal?: AbortSignal
}

/** The newest revisions of an app, of all its CVMs. `size` is at most 1000. */
export const fetchRevisions = (appId: string, size: number, options: Options = {}) =>
  requestJson('GET /api/v1/apps/{app_id}/revisions', revisionPageSchema, {
    ...options,
    path: { app_id: appId },
    query: { page: 1, page_size: size },
  })

/** One revision with its stored manifest. */
export const fetchRevision = (appId: string, revisionId: string, options: Options = {}) =>
  requestJson('GET /api/v1/apps/{app_id}/revisions/{revision_id}', revisionDetailSchema, {
    ...options,
    path: { app_id: appId, revision_id: revisionId },
  })

export const revisionQueries = {
  /** The newest ones, at most `size` of them; the API hands out a thousand at once. */
  ofApp: (appId: string, size = 50) =>
    queryOptions({
      queryKey: ['apps', appId, 'revisions', 'newest', size],
      queryFn: ({ signal }) => fetchRevisions(appId, size, { signal }),
      retry: 1,
    }),

  /** A revision never changes once it is there. */
  one: (appId: string, revisionId: string) =>
    queryOptions({
      queryKey: ['apps', appId, 'revisions', revisionId],
      queryFn: ({ signal }) => fetchRevision(appId, revisionId, { signal }),
      staleTime: Infinity,
      retry: 1,
    }),
}
