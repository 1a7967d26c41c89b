import { useQuery } from '@tanstack/react-query'
import { instanceTypesQuery } from '@/api/money/instance-types.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { EditValues } from '@/updates/fields/fields.ts'
import { costChange, costWords } from './cost.ts'

/** What edited sizes mean for the price, as a sentence; `null` where they stay, and while the list of prices is being read. */
export function useCostChange(cvm: Cvm, baseline: EditValues, values: EditValues): string | null {
  const types = useQuery(instanceTypesQuery)
  const change = costChange(cvm, baseline, values, types.data ?? null)
  return change === null || types.isPending ? null : costWords(change)
}
