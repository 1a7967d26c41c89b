import { useQuery } from '@tanstack/react-query'
import { cvmQueries } from '@/api/queries.ts'
import type { Cvm, CvmDetails } from '@/domain/cvm.ts'

interface Told {
  /** `null` while neither shape told anything. */
  details: CvmDetails | null
  /** The read of the older shape. Until it was answered, what `details` lacks is not known to be missing: `Fact` tells these apart. */
  read: { data?: unknown; error: Error | null }
}

/**
 * What is told of one CVM alone, from both shapes that the API has for it: each tells what the other leaves out. The newer shape comes with
 * the CVM itself, and its word counts where both have one.
 */
export function useCvmDetails(cvm: Cvm): Told {
  const read = useQuery(cvmQueries.extras(cvm.id))
  const older = read.data?.details
  return { details: cvm.details && older ? filledFrom(cvm.details, older) : (cvm.details ?? older ?? null), read }
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
