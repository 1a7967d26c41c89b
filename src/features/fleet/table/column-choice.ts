import { useState } from 'react'
import { browserStore } from '@/lib/storage.ts'

const key = 'cvm-console/fleet-columns'

/** Column ids that someone chose in this browser; `null` leaves it to the room there is. */
export function useColumnChoice() {
  const [choice, setChoice] = useState(() => browserStore.read(key)?.split(',') ?? null)
  const choose = (ids: string[] | null) => {
    if (ids) browserStore.write(key, ids.join(','))
    else browserStore.remove(key)
    setChoice(ids)
  }
  return [choice, choose] as const
}

/** What is chosen, the name in any case, and what the rows are sorted by, so that their order can be seen. */
export const shownColumns = <Column extends { id: string }>(
  columns: readonly Column[],
  { choice, sortId, isWide }: { choice: readonly string[] | null; sortId: string | undefined; isWide: boolean },
): Column[] => columns.filter(({ id }) => id === 'name' || id === sortId || (choice ? choice.includes(id) : isWide || id !== 'created'))
