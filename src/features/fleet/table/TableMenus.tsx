import { ColumnMenu, type ColumnMenuProps } from './ColumnMenu.tsx'
import type { FleetSearch } from './fleet-search.ts'
import { ViewMenu } from './ViewMenu.tsx'

interface TableMenusProps extends ColumnMenuProps {
  search: FleetSearch
  onSearchChange: (change: Partial<FleetSearch>) => void
}

/** How the fleet is shown: saved views, and which columns. */
export const TableMenus = ({ search, onSearchChange, ...columns }: TableMenusProps) => (
  <>
    <ViewMenu search={search} onSearchChange={onSearchChange} />
    <ColumnMenu {...columns} />
  </>
)
