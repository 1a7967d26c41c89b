import { Columns3 } from 'lucide-react'
import { useId, useRef } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { SegmentedControl } from '@/ui/controls/SegmentedControl.tsx'
import type { DataColumn } from '@/ui/data-table/data-table-types.ts'
import { placeBelow } from '@/ui/overlay/place-below.ts'
import { chosenColumns } from './chosen-columns.ts'
import { ColumnRow } from './ColumnRow.tsx'
import type { TableLook } from './table-look.ts'

export interface LookMenuProps {
  columns: readonly DataColumn<Cvm>[]
  shown: readonly DataColumn<Cvm>[]
  sortId: string | undefined
  look: TableLook
  onLook: (change: Partial<TableLook>) => void
}

/** Which columns the fleet shows, in which order and how wide, and how tall its rows are; kept in this browser. */
export function LookMenu({ columns, shown, sortId, look, onLook }: LookMenuProps) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const popup = useRef<HTMLDivElement>(null)
  // Without one that is there for the moment only.
  const own = shown.filter((column) => columns.some((one) => one.id === column.id))
  const shownIds = own.map((column) => column.id)
  const listed = [...own, ...columns.filter((column) => !shownIds.includes(column.id))]
  const without = (column: string) => shownIds.filter((other) => other !== column)
  const choose = (ids: readonly string[], changed: Record<string, number> = {}) =>
    onLook({ columns: chosenColumns(ids, look.columns, changed) })
  const whyNot = (column: string) =>
    column === 'name'
      ? 'Always shown, first'
      : column === sortId && shownIds.includes(column)
        ? 'Shown because the rows are sorted by it'
        : null
  return (
    <>
      <button
        ref={anchor}
        type="button"
        popoverTarget={id}
        className={`${buttonClass()} max-sm:hidden`}
        aria-label="Columns and rows"
        title="Columns and rows"
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
          // The bubble of a button in it opens as well.
          if (event.target === event.currentTarget && event.newState === 'open')
            popup.current?.querySelector<HTMLElement>('input:not(:disabled)')?.focus()
        }}
        className="fixed inset-auto m-0 w-80 overflow-y-auto rounded border border-line bg-raised p-3 text-text shadow-menu"
      >
        <fieldset>
          <legend className="mb-1 text-12 text-muted">Columns</legend>
          {listed.map((column) => {
            const place = shownIds.indexOf(column.id)
            return (
              <ColumnRow
                key={column.id}
                column={column}
                whyNot={whyNot(column.id)}
                place={place === -1 ? null : { index: place, last: shownIds.length - 1 }}
                onShow={(isShown) => choose(isShown ? [...shownIds, column.id] : without(column.id))}
                onMove={(by) => choose(without(column.id).toSpliced(place + by, 0, column.id))}
                onWidth={(width) => choose(shownIds, { [column.id]: width })}
              />
            )
          })}
        </fieldset>
        <div className="mt-3 flex items-center justify-between gap-3 border-t border-line pt-3">
          <span aria-hidden className="text-12 text-muted">
            Rows
          </span>
          <SegmentedControl
            label="Rows"
            value={look.isCompact ? 'compact' : 'usual'}
            onChange={(value) => onLook({ isCompact: value === 'compact' })}
            options={[
              { value: 'usual', label: 'Comfortable' },
              { value: 'compact', label: 'Compact' },
            ]}
          />
        </div>
        <Button
          size="sm"
          className="mt-3 w-full"
          disabledReason={look.columns === null ? 'These are the default columns.' : null}
          onClick={() => onLook({ columns: null })}
        >
          Reset columns
        </Button>
      </div>
    </>
  )
}
