import { useQuery } from '@tanstack/react-query'
import { cvmQueries } from '@/api/queries.ts'
import type { Cvm, CvmDetails } from '@/domain/cvm.ts'

/**
 * What is told of one CVM alone, from both shapes that the API has for it: each tells what the other leaves out. `null` while neither did;
 * the newer shape comes with the CVM itself, and its word counts where both have one.
 */
export function useCvmDetails(cvm: Cvm): CvmDetails | null {
  const { data: older } = useQuery(cvmQueries.extras(cvm.id))
  return cvm.details && older ? filledFrom(cvm.details, older.details) : (cvm.details ?? older?.details ?? null)
}

/** The first with what it lacks from the second, block by block. */
function filledFrom<Block extends object>(first: Block, second: Block): Block {
  const entries = Object.entries(first).map(([name, value]: [string, unknown]) => {
    const other: unknown = second[name as keyof Block]
    if (value === null) return [name, other]
    const isBlock = typeof value === 'object' && !Array.isArray(value) && typeof other === 'object' && other !== null
    return [name, isBlock ? filledFrom(value, other) : value]
  })
  return Object.fromEntries(entries) as Block
}
