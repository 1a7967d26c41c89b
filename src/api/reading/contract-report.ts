import type * as z from 'zod/mini'
import { createStore, type ReadableStore } from '@/lib/store.ts'
import type { Misread } from './misread.ts'

/** An answer of the server with what was not understood of it. */
export interface AnswerToCheck {
  /** Method and path template. */
  route: string
  /** The API version that was asked for. */
  version: string
  /** The CVM that was asked about, else the app or the KMS. It stays in this page's memory and is no part of the report's text. */
  about: string | null
  schema: z.core.$ZodType
  body: unknown
  misread: Misread[]
}

/** What was not understood of one route's answers, by place. */
export interface ReportEntry extends Misread {
  route: string
  version: string
  /** Ids of the CVMs, apps and KMS whose answers had it. */
  about: ReadonlySet<string>
}

/** What this session did not understand of the server's answers. In memory alone, and without any value of an answer. */
export interface ContractReport extends ReadableStore<readonly ReportEntry[]> {
  add(answer: Pick<AnswerToCheck, 'route' | 'version' | 'about' | 'misread'>): void
}

/** More places than anybody reads; a server that answers something else altogether has more. */
const mostEntries = 500

export function createContractReport(): ContractReport {
  const entries = createStore<readonly ReportEntry[]>([])
  return {
    subscribe: entries.subscribe,
    snapshot: entries.snapshot,
    add({ route, version, about, misread }) {
      if (misread.length === 0) return
      const before = entries.snapshot()
      const byPlace = new Map(before.map((entry) => [placeOf(entry), entry]))
      for (const found of misread) {
        const place = placeOf({ ...found, route, version })
        const known = byPlace.get(place)
        const isNews = !known || (about !== null && !known.about.has(about))
        if (!isNews || (!known && byPlace.size >= mostEntries)) continue
        byPlace.set(place, { ...found, route, version, about: new Set([...(known?.about ?? []), ...(about === null ? [] : [about])]) })
      }
      // What is polled comes again and again; only news change anything.
      const after = [...byPlace.values()]
      if (after.length !== before.length || after.some((entry, index) => entry !== before[index])) entries.set(after)
    },
  }
}

const placeOf = ({ route, version, path, found, lost }: Pick<ReportEntry, 'route' | 'version' | 'path' | 'found' | 'lost'>) =>
  [route, version, path, found, lost].join(' ')
