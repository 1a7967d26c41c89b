import { formatNumber } from '@/lib/numbers.ts'
import { useCallback, useSyncExternalStore } from 'react'
import { createStore, type Store } from '@/lib/store.ts'
import type { SessionPart } from '@/runs/session.ts'
import { useSessionPart } from '@/runs/use-session.ts'
import { announce } from '@/ui/feedback/announce.ts'

/** Outlives the page, so that a look at one CVM does not lose what was ticked. */
const selectionPart: SessionPart<Store<ReadonlySet<string>>> = { make: () => createStore<ReadonlySet<string>>(new Set()) }

/** Ids of the ticked CVMs. Filters and refreshes leave them alone; only a press changes them. */
export function useFleetSelection() {
  const selection = useSessionPart(selectionPart)
  const selected = useSyncExternalStore(selection.subscribe, selection.snapshot)
  const select = useCallback(
    (next: ReadonlySet<string>) => {
      selection.set(next)
      announce(`${formatNumber(next.size)} selected`)
    },
    [selection],
  )
  return [selected, select] as const
}
