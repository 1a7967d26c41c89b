/** Where the cache keeps what is known of CVMs; a refresh of `all` or `one` reaches everything below it. */
export const cvmKeys = {
  all: () => ['cvms'] as const,
  list: () => [...cvmKeys.all(), 'list'] as const,
  one: (cvmId: string) => [...cvmKeys.all(), cvmId] as const,
  detail: (cvmId: string) => [...cvmKeys.one(cvmId), 'detail'] as const,
}
