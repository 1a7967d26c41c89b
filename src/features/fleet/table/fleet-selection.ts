import { useCallback, useState } from 'react'
import { announce } from '@/ui/feedback/announce.ts'

/** Outlives the page in this tab, so that a look at one CVM does not lose what was ticked. */
let kept: ReadonlySet<string> = new Set()

/** Ids of the ticked CVMs. Filters and refreshes leave them alone; only a press changes them. */
export function useFleetSelection() {
  const [selected, setSelected] = useState(kept)
  const select = useCallback((next: ReadonlySet<string>) => {
    kept = next
    setSelected(next)
    announce(`${next.size.toLocaleString('en')} selected`)
  }, [])
  return [selected, select] as const
}
