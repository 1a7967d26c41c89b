import { formatNumber } from '@/lib/numbers.ts'
import { useMemo } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { Select } from '@/ui/controls/Select.tsx'
import { kmsOf, nodeOf, osOf, valuesOf } from './table/fleet-filter.ts'
import type { FleetSearch } from './table/fleet-search.ts'

interface FleetFiltersProps {
  search: FleetSearch
  onChange: (change: Partial<FleetSearch>) => void
  cvms: readonly Cvm[]
}

/** Filters by what the CVMs of this fleet have. */
export function FleetFilters({ search, onChange, cvms }: FleetFiltersProps) {
  const values = useMemo(() => filterValues(cvms), [cvms])
  const { missingCount } = values
  return (
    <>
      <FilterSelect
        label="Key service"
        all="Any key service"
        value={search.kms}
        options={values.kms}
        onChange={(kms) => onChange({ kms })}
      />
      <FilterSelect
        label="OS image"
        all="Any OS image"
        value={search.os}
        options={values.os.map(plain)}
        onChange={(os) => onChange({ os })}
      />
      <FilterSelect
        label="Node"
        all="Any node"
        value={search.node}
        options={values.node.map(plain)}
        onChange={(node) => onChange({ node })}
      />
      {missingCount > 0 || search.instance ? (
        <Checkbox
          label={`No instance ID (${formatNumber(missingCount)})`}
          checked={search.instance === 'missing'}
          onChange={(event) => onChange({ instance: event.target.checked ? 'missing' : undefined })}
          className="ml-1"
        />
      ) : null}
    </>
  )
}

const filterValues = (cvms: readonly Cvm[]) => ({
  kms: valuesOf(cvms, kmsOf).map((value) => ({
    value,
    label: value === 'phala' ? 'Phala' : value.charAt(0).toUpperCase() + value.slice(1),
  })),
  os: valuesOf(cvms, osOf),
  node: valuesOf(cvms, nodeOf),
  missingCount: cvms.filter((cvm) => cvm.instanceId === null).length,
})

const plain = (value: string) => ({ value, label: value })

interface FilterSelectProps {
  label: string
  all: string
  value: string | undefined
  options: { value: string; label: string }[]
  onChange: (value: string | undefined) => void
}

/** Absent where there is nothing to choose between, unless a link has chosen already. */
function FilterSelect({ label, all, value, options, onChange }: FilterSelectProps) {
  if (options.length < 2 && value === undefined) return null
  const isKnown = value === undefined || options.some((option) => option.value === value)
  return (
    <Select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
      className="w-[calc(50%-0.25rem)] sm:w-40"
    >
      <option value="">{all}</option>
      {isKnown ? null : <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </Select>
  )
}
