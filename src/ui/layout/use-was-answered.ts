import { useState } from 'react'

interface Asked {
  data: unknown
  isError: boolean
  isFetchedAfterMount: boolean
}

/**
 * Whether what a page waits for has come or failed, before the page was there or since. It stays so: another attempt must not take away the
 * form that somebody types in, and a part of the page that makes one must not take turns with the page for ever.
 */
export function useWasAnswered({ data, isError, isFetchedAfterMount }: Asked): boolean {
  const isAnswered = data !== undefined || isError || isFetchedAfterMount
  const [was, setWas] = useState(isAnswered)
  if (isAnswered && !was) setWas(true)
  return isAnswered || was
}
