// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { cvmQueries } from '@/api/queries.ts'
import { operationPageSchema } from '@/api/schemas/operation.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { useRunningOperation } from './use-running-operation.ts'

afterEach(cleanup)

const [earlier, later] = ['2026-01-01T10:00:00Z', '2026-01-01T12:00:00Z']
const record = (correlation_id: string, status: string, started_at: string | null) => ({
  correlation_id,
  status,
  started_at,
  type: 'restart',
})
const progress = (correlationId: string | null): Cvm['progress'] => ({ correlationId, startedAt: earlier, target: null })

function running(cvm: Cvm, records: ReturnType<typeof record>[] | null) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, enabled: false } } })
  if (records) client.setQueryData(cvmQueries.operations(cvm.id).queryKey, operationPageSchema.parse({ items: records, next_cursor: null }))
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>
  const { operation, startedAt, correlationId } = renderHook(() => useRunningOperation(cvm), { wrapper }).result.current
  return { id: operation?.correlationId ?? null, startedAt, correlationId }
}

const records = [record('op_2', 'in_progress', later), record('op_1', 'completed', null)]

test.each([
  ['the one that the CVM names', progress('op_1'), records, { id: 'op_1', startedAt: earlier, correlationId: 'op_1' }],
  ['the one that has not ended, where the CVM names none', null, records, { id: 'op_2', startedAt: later, correlationId: 'op_2' }],
  ['not another one than the CVM names', progress('op_9'), records, { id: null, startedAt: earlier, correlationId: 'op_9' }],
  ['what the CVM says of it, while no record is read', progress('op_2'), null, { id: null, startedAt: earlier, correlationId: 'op_2' }],
  ['unknown, where nobody says', null, [records[1]!], { id: null, startedAt: null, correlationId: null }],
])('what runs is %s', (_, named, given, expected) => {
  expect(running(sampleCvm({ progress: named, inProgress: true }), given)).toEqual(expected)
})
