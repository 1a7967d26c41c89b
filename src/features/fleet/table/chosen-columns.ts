import { type ChosenColumn, type TableLook, withinWidths } from './table-look.ts'

/** These columns in this order, with the widths that were chosen for them, and for one of them another; `null` is the usual one. */
export const chosenColumns = (
  ids: readonly string[],
  before: TableLook['columns'],
  changed: Record<string, number | null> = {},
): ChosenColumn[] =>
  ids.map((id) => {
    const width = id in changed ? changed[id] : before?.find((one) => one.id === id)?.width
    return width ? { id, width: withinWidths(width) } : { id }
  })
