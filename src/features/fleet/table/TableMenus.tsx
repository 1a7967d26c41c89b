import { LookMenu, type LookMenuProps } from './LookMenu.tsx'
import type { FleetSearch } from './fleet-search.ts'
import { ViewMenu } from './ViewMenu.tsx'

interface TableMenusProps extends LookMenuProps {
  search: FleetSearch
  onSearchChange: (change: Partial<FleetSearch>) => void
}

/** How the fleet is shown: saved views, and how the table looks. */
export const TableMenus = ({ search, onSearchChange, ...look }: TableMenusProps) => (
  <>
    <ViewMenu search={search} onSearchChange={onSearchChange} />
    <LookMenu {...look} />
  </>
)
