import type { StatusTone } from '@/domain/cvm-status.ts'
import { operationWords } from '@/domain/operation-texts.ts'
import { absent } from './history-search.ts'

const outcomes: Record<string, { word: string; tone: StatusTone }> = {
  completed: { word: 'Completed', tone: 'ok' },
  in_progress: { word: 'Running', tone: 'moving' },
  failed: { word: 'Failed', tone: 'bad' },
}

/** How an operation ended, in a word; another status of the server's as it is. */
export const outcomeOf = (status: string) => outcomes[status] ?? { word: status.replaceAll('_', ' '), tone: 'unknown' as const }

/** A kind of operation in a filter, whether or not one of them has ended. */
export const kindWords = (type: string) => (type === absent ? 'Kind not reported' : operationWords({ type, status: 'completed' }))

export const actorWords = (by: string) => (by === absent ? 'Not reported' : by)
