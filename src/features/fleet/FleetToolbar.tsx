import { Search, SlidersHorizontal, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { isComposing } from '@/ui/controls/is-composing.ts'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { type FleetSearch, hasFilters } from './table/fleet-search.ts'

// The first rows are there to be read before anybody filters them.
const FleetFilters = optionalPart(() => import('./FleetFilters.tsx').then((module) => module.FleetFilters), {
  name: 'The filters',
  afterPaint: true,
})

interface FleetToolbarProps {
  /** What stands in the search box. */
  text: string
  onText: (text: string) => void
  search: FleetSearch
  onChange: (change: Partial<FleetSearch>) => void
  onClear: () => void
  /** What there is to filter. */
  cvms: readonly Cvm[]
  /** At the end of the row. */
  children: ReactNode
}

/** Search and filters; all of them end up in the address. */
export function FleetToolbar({ text, onText, search, onChange, onClear, cvms, children }: FleetToolbarProps) {
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
        <FleetFilters search={search} onChange={onChange} cvms={cvms} />
      </div>
      {hasFilters(search) ? (
        <Button variant="quiet" icon={X} onClick={onClear}>
          Clear filters
        </Button>
      ) : null}
      {children}
    </div>
  )
}

/** A table of many rows holds those in sight alone, and the browser's own find would miss the rest. */
function hasRowsOutOfSight() {
  const table = document.querySelector('[aria-rowcount]')
  return table !== null && Number(table.ariaRowCount) - 1 > table.querySelectorAll('tr[data-index]').length
}

/** Ctrl+F comes here from anywhere on the page while this finds more than the browser's; from here it is the browser's. */
function SearchBox({ text, onText }: { text: string; onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, target } = event
      if (key.toLowerCase() !== 'f' || event.ctrlKey === event.metaKey || event.shiftKey || event.altKey) return
      if (target instanceof Element && target.closest('input:not([type=checkbox]),textarea,select,[contenteditable],[role=dialog]')) return
      if (!hasRowsOutOfSight()) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])

  return (
    <div className="relative min-w-32 flex-1 xl:w-56 xl:flex-none min-[1400px]:w-72">
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
