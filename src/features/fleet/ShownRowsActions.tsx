import { Download } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { saveTextFile } from '@/lib/save-text-file.ts'
import { Menu } from '@/ui/overlay/Menu.tsx'
import { FilterHandover } from './FilterHandover.tsx'
import { fleetCsv, fleetJson } from './fleet-export.ts'

interface ShownRowsActionsProps {
  /** What search and filters leave. */
  rows: readonly Cvm[]
  /** More are still being loaded. */
  isPartial: boolean
  /** Only for admins, and only where a filter says which CVMs are meant. */
  offersInstanceIds: boolean
}

/** What can be done with the rows that are shown, ticked or not. */
export function ShownRowsActions({ rows, isPartial, offersInstanceIds }: ShownRowsActionsProps) {
  const disabledReason = isPartial ? 'The fleet is still loading.' : undefined
  const save = (ending: 'csv' | 'json') =>
    ending === 'csv' ? saveTextFile('cvms.csv', fleetCsv(rows), 'text/csv') : saveTextFile('cvms.json', fleetJson(rows), 'application/json')
  const count = rows.length.toLocaleString('en')
  return (
    <div className="flex flex-wrap items-center gap-2">
      {offersInstanceIds ? <FilterHandover rows={rows} isPartial={isPartial} /> : null}
      <Menu
        label={`Export ${rows.length === 1 ? 'this CVM' : `these ${count}`}`}
        icon={Download}
        size="sm"
        items={[
          { id: 'csv', label: 'CSV, for spreadsheets', onSelect: () => save('csv'), disabledReason },
          { id: 'json', label: 'JSON', onSelect: () => save('json'), disabledReason },
        ]}
      >
        Export
      </Menu>
    </div>
  )
}
