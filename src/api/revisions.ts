import { queryOptions } from '@tanstack/react-query'
import { requestJson } from './http.ts'
import { revisionDetailSchema, revisionPageSchema } from './schemas/revision.ts'

interface Options {
  signal?: AbortSignal
}

/** The newest revisions of an app, of all its CVMs. */
const fetchRevisions = (appId: string, options: Options = {}) =>
  requestJson('GET /api/v1/apps/{app_id}/revisions', revisionPageSchema, {
    ...options,
    path: { app_id: appId },
    query: { page: 1, page_size: 50 },
  })

/** One revision with its stored manifest. */
const fetchRevision = (appId: string, revisionId: string, options: Options = {}) =>
  requestJson('GET /api/v1/apps/{app_id}/revisions/{revision_id}', revisionDetailSchema, {
    ...options,
    path: { app_id: appId, revision_id: revisionId },
  })

export const revisionQueries = {
  ofApp: (appId: string) =>
    queryOptions({
      queryKey: ['apps', appId, 'revisions'],
      queryFn: ({ signal }) => fetchRevisions(appId, { signal }),
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
