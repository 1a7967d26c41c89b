import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import * as z from 'zod/mini'
import { HistoryPage } from './HistoryPage.tsx'
import { type HistorySearch, historySearchSchema } from './history-search.ts'

/** The page with its filters in the address. */
export function HistoryRoute() {
  const address = useSearch({ strict: false })
  const search = useMemo(() => z.parse(historySearchSchema, address), [address])
  const navigate = useNavigate()
  const onSearchChange = useCallback(
    (change: Partial<HistorySearch>) =>
      void navigate({ to: '/history', search: ((before: object) => ({ ...before, ...change })) as never, replace: true }),
    [navigate],
  )
  return <HistoryPage search={search} onSearchChange={onSearchChange} />
}
