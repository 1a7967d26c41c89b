import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { type Entry, optionId, type Section } from './entries.ts'
import { ResultRow } from './ResultRow.tsx'

interface ResultListProps {
  id: string
  sections: readonly Section[]
  /** What was searched for. */
  typed: string
  activeKey: string
  /** Whether the active entry is brought into sight; not when the pointer is on it. */
  isScrolledTo: boolean
  onPoint: (key: string) => void
  onChoose: (entry: Entry) => void
}

/** What was found, for a combobox that keeps the focus. What leads somewhere is a link: it also opens in a new tab. */
export function ResultList({ id, sections, typed, activeKey, isScrolledTo, onPoint, onChoose }: ResultListProps) {
  const router = useRouter()
  const firstKey = sections[0]?.entries[0]?.key
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isScrolledTo) return
    const option = document.getElementById(optionId(id, activeKey))
    if (activeKey === firstKey) list.current?.scrollTo({ top: 0 }) // with the title above it
    else option?.scrollIntoView({ block: 'nearest' })
  }, [id, activeKey, firstKey, isScrolledTo])

  return (
    <div
      ref={list}
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a <select> cannot hold links
      role="listbox"
      aria-label="Results"
      tabIndex={-1}
      onMouseDown={(event) => {
        if (event.target !== event.currentTarget) event.preventDefault() // the text keeps the focus, and the scroll bar works
      }}
      className="min-h-0 flex-1 scroll-py-1.5 overflow-y-auto overscroll-contain p-1.5 focus:outline-none sm:max-h-[30rem]"
    >
      {sections.map(({ title, entries }, section) => (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <optgroup> belongs to a <select>
        <div key={title} role="group" aria-labelledby={`${id}-title-${section}`}>
          <div id={`${id}-title-${section}`} className="truncate px-2.5 pt-2 pb-1 text-12 font-medium text-muted">
            {title}
          </div>
          {entries.map((entry) => (
            <ResultRow
              key={entry.key}
              id={optionId(id, entry.key)}
              entry={entry}
              href={'target' in entry ? router.buildLocation(entry.target).href : undefined}
              typed={typed}
              isActive={entry.key === activeKey}
              onPoint={onPoint}
              onChoose={onChoose}
            />
          ))}
        </div>
      ))}
    </div>
  )
}
