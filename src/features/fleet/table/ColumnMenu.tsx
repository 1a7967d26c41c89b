import { Columns3 } from 'lucide-react'
import { useId, useRef } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import type { DataColumn } from '@/ui/data-table/data-table-types.ts'
import { placeBelow } from '@/ui/overlay/place-below.ts'

export interface ColumnMenuProps {
  columns: readonly DataColumn<Cvm>[]
  shown: readonly DataColumn<Cvm>[]
  sortId: string | undefined
  isChosen: boolean
  /** `null`: back to the default columns. */
  onChoose: (ids: string[] | null) => void
}

/** Which columns the fleet shows, kept in this browser. */
export function ColumnMenu({ columns, shown, sortId, isChosen, onChoose }: ColumnMenuProps) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const popup = useRef<HTMLDivElement>(null)
  const shownIds = shown.map((column) => column.id)
  const whyNot = (column: string) =>
    column === 'name' ? 'Always shown' : column === sortId && shownIds.includes(column) ? 'Shown because the rows are sorted by it' : null
  return (
    <>
      <button
        ref={anchor}
        type="button"
        popoverTarget={id}
        className={`${buttonClass()} max-sm:hidden`}
        aria-label="Choose columns"
        title="Choose columns"
      >
        <Columns3 aria-hidden className="size-4" />
      </button>
      <div
        ref={popup}
        id={id}
        popover="auto"
        onBeforeToggle={(event) => {
          if (event.newState === 'open' && anchor.current) placeBelow(event.currentTarget, anchor.current)
        }}
        onToggle={(event) => {
          if (event.newState === 'open') popup.current?.querySelector<HTMLElement>('input:not(:disabled)')?.focus()
        }}
        className="fixed inset-auto m-0 min-w-52 overflow-y-auto rounded border border-line bg-raised p-3 text-text shadow-menu"
      >
        <fieldset className="space-y-1.5">
          <legend className="mb-2 text-12 text-muted">Columns</legend>
          {columns.map((column) => {
            const reason = whyNot(column.id)
            return (
              <Checkbox
                key={column.id}
                label={column.header}
                hint={reason}
                checked={shownIds.includes(column.id)}
                disabled={reason !== null}
                onChange={(event) =>
                  onChoose(event.target.checked ? [...shownIds, column.id] : shownIds.filter((other) => other !== column.id))
                }
              />
            )
          })}
        </fieldset>
        <Button
          size="sm"
          className="mt-3 w-full"
          disabledReason={isChosen ? null : 'These are the default columns.'}
          onClick={() => onChoose(null)}
        >
          Reset columns
        </Button>
      </div>
    </>
  )
}
