import { Search, SlidersHorizontal, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '@/ui/controls/Button.tsx'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { Select } from '@/ui/controls/Select.tsx'
import { isComposing } from '@/ui/controls/is-composing.ts'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { type FleetSearch, hasFilters, noFilters } from './table/fleet-search.ts'

export interface FilterValues {
  kms: { value: string; label: string }[]
  os: string[]
  node: string[]
}

interface FleetToolbarProps {
  /** What stands in the search box. */
  text: string
  onText: (text: string) => void
  search: FleetSearch
  onChange: (change: Partial<FleetSearch>) => void
  values: FilterValues
  missingCount: number
  /** At the end of the row. */
  children: ReactNode
}

/** Search and filters; all of them end up in the address. */
export function FleetToolbar({ text, onText, search, onChange, values, missingCount, children }: FleetToolbarProps) {
  const [isOpen, setOpen] = useState(false)
  const filterCount = [search.kms, search.os, search.node, search.instance].filter(Boolean).length
  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      <SearchBox text={text} onText={onText} />
      <Button
        icon={SlidersHorizontal}
        aria-expanded={isOpen}
        aria-controls="fleet-filters"
        onClick={() => setOpen(!isOpen)}
        className="xl:hidden"
      >
        Filters{filterCount > 0 ? ` (${filterCount})` : ''}
      </Button>
      <div
        id="fleet-filters"
        className={classNames('flex-wrap items-center gap-2 xl:contents', isOpen ? 'order-last flex w-full' : 'hidden')}
      >
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
            label={`No instance ID (${missingCount.toLocaleString('en')})`}
            checked={search.instance === 'missing'}
            onChange={(event) => onChange({ instance: event.target.checked ? 'missing' : undefined })}
            className="ml-1"
          />
        ) : null}
      </div>
      {hasFilters(search) ? (
        <Button variant="quiet" icon={X} onClick={() => onChange(noFilters)}>
          Clear filters
        </Button>
      ) : null}
      {children}
    </div>
  )
}

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

/** A table of many rows holds those in sight alone, and the browser's own find would miss the rest. */
function hasRowsOutOfSight() {
  const table = document.querySelector('[aria-rowcount]')
  return table !== null && Number(table.ariaRowCount) - 1 > table.querySelectorAll('tr[data-index]').length
}

/** `/` comes here from anywhere on the page, and so does Ctrl+F while that finds more than the browser's; from here it is the browser's. */
function SearchBox({ text, onText }: { text: string; onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, target } = event
      const isFind = key.toLowerCase() === 'f' && event.ctrlKey !== event.metaKey && !event.shiftKey
      if (event.altKey || !(isFind || (key === '/' && !event.ctrlKey && !event.metaKey))) return
      if (target instanceof Element && target.closest('input:not([type=checkbox]),textarea,select,[contenteditable],[role=dialog]')) return
      if (isFind && !hasRowsOutOfSight()) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])

  return (
    <div className="relative min-w-0 flex-1 xl:w-56 xl:flex-none min-[1400px]:w-72">
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted" />
      <TextInput
        ref={input}
        type="search"
        aria-label="Search by name or id"
        aria-keyshortcuts="/ Control+F"
        placeholder="Search name or id"
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !isComposing(event)) onText('')
        }}
        className="pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
      />
      <kbd
        translate="no"
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 rounded-sm border border-line px-1.5 font-mono text-12 text-muted max-sm:hidden pointer-coarse:hidden"
      >
        /
      </kbd>
    </div>
  )
}
