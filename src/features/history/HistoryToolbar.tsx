import { Search, SlidersHorizontal, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '@/ui/controls/Button.tsx'
import { Select } from '@/ui/controls/Select.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import type { HistoryRow } from './history-reader.ts'
import { hasHistoryFilters, type HistorySearch, valuesIn } from './history-search.ts'
import { actorWords, kindWords, outcomeOf } from './history-texts.ts'

interface HistoryToolbarProps {
  search: HistorySearch
  onChange: (change: Partial<HistorySearch>) => void
  onClear: () => void
  /** Everything that was read: what there is to choose from. */
  rows: readonly HistoryRow[]
  /** What stands in the box for the CVM; it filters at once, and the address follows. */
  text: string
  onText: (text: string) => void
}

const days = 'days'

/** Filters of the history; all of them end up in the address. */
export function HistoryToolbar({ search, onChange, onClear, rows, text, onText }: HistoryToolbarProps) {
  const values = useMemo(
    () => ({
      type: valuesIn(rows, ({ type }) => type),
      by: valuesIn(rows, ({ triggeredBy }) => triggeredBy),
      outcome: valuesIn(rows, ({ status }) => status),
    }),
    [rows],
  )
  const [isOpen, setOpen] = useState(false)
  const filterCount = [search.type, search.by, search.outcome, search.since ?? search.from ?? search.to].filter(Boolean).length
  const isByDays = search.since === undefined && (search.from !== undefined || search.to !== undefined)
  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      <div className="relative min-w-0 flex-1 lg:w-60 lg:flex-none">
        <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted" />
        <TextInput
          type="search"
          aria-label="CVM by name or id"
          placeholder="CVM name or id"
          value={text}
          onChange={(event) => onText(event.target.value)}
          className="pl-8"
        />
      </div>
      <Button
        icon={SlidersHorizontal}
        aria-expanded={isOpen}
        aria-controls="history-filters"
        onClick={() => setOpen(!isOpen)}
        className="lg:hidden"
      >
        Filters{filterCount > 0 ? ` (${filterCount})` : ''}
      </Button>
      <div
        id="history-filters"
        className={classNames('flex-wrap items-center gap-2 lg:contents', isOpen ? 'order-last flex w-full' : 'hidden')}
      >
        <Filter
          label="Operation"
          all="Any operation"
          value={search.type}
          values={values.type}
          words={kindWords}
          onChange={(type) => onChange({ type })}
        />
        <Filter label="By" all="Anyone" value={search.by} values={values.by} words={actorWords} onChange={(by) => onChange({ by })} />
        <Filter
          label="Outcome"
          all="Any outcome"
          value={search.outcome}
          values={values.outcome}
          words={(status) => outcomeOf(status).word}
          onChange={(outcome) => onChange({ outcome })}
        />
        <Select
          aria-label="Time"
          value={search.since ?? (isByDays ? days : '')}
          onChange={({ target: { value } }) => {
            if (value === days) onChange({ since: undefined, from: weekAgo(), to: undefined })
            else onChange({ since: (value || undefined) as HistorySearch['since'], from: undefined, to: undefined })
          }}
          className="w-[calc(50%-0.25rem)] sm:w-40"
        >
          <option value="">Any time</option>
          <option value="24h">Last 24 hours</option>
          <option value="7d">Last 7 days</option>
          <option value="30d">Last 30 days</option>
          <option value="90d">Last 90 days</option>
          <option value={days}>Between days…</option>
        </Select>
        {isByDays ? (
          <>
            <Day label="From" value={search.from} onChange={(from) => onChange({ from })} />
            <Day label="To" value={search.to} onChange={(to) => onChange({ to })} />
          </>
        ) : null}
      </div>
      {hasHistoryFilters(search) ? (
        <Button variant="quiet" icon={X} onClick={onClear}>
          Clear filters
        </Button>
      ) : null}
    </div>
  )
}

/** As a place to begin from. */
function weekAgo(): string {
  const at = new Date(Date.now() - 7 * 24 * 3_600_000)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

interface DayProps {
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}

const Day = ({ label, value, onChange }: DayProps) => (
  <label className="flex items-center gap-1.5 text-12 text-muted">
    {label}
    <TextInput type="date" value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)} className="w-36" />
  </label>
)

interface FilterProps {
  label: string
  all: string
  value: string | undefined
  values: readonly string[]
  words: (value: string) => string
  onChange: (value: string | undefined) => void
}

/** A value that a link has chosen stays one even where nothing has it. */
const Filter = ({ label, all, value, values, words, onChange }: FilterProps) => (
  <Select
    aria-label={label}
    value={value ?? ''}
    onChange={(event) => onChange(event.target.value || undefined)}
    className="w-[calc(50%-0.25rem)] sm:w-44"
  >
    <option value="">{all}</option>
    {(value === undefined || values.includes(value) ? values : [value, ...values]).map((one) => (
      <option key={one} value={one}>
        {words(one)}
      </option>
    ))}
  </Select>
)
