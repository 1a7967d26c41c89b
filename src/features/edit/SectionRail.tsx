import { CircleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { FieldSection } from '@/updates/fields/field-row.ts'
import { classNames } from '@/ui/layout/class-names.ts'
import { sectionElementId } from './sections.ts'

export interface RailItem {
  id: FieldSection
  label: string
  changes: number
  problems: number
}

/** The parts of the form, which of them were changed and which need attention. */
export function SectionRail({ items }: { items: RailItem[] }) {
  const current = useSectionInView(items)
  return (
    <nav
      aria-label="Sections"
      data-rail
      className="z-10 tall:sticky tall:top-12 -mx-1 flex gap-1 overflow-x-auto bg-surface px-1 py-2 tall:lg:top-17 lg:flex-col lg:gap-0.5 lg:self-start lg:overflow-visible lg:py-0"
    >
      {items.map(({ id, label, changes, problems }) => (
        <button
          key={id}
          type="button"
          // Browsers leave alone what is in sight by half.
          onFocus={({ currentTarget }) => currentTarget.scrollIntoView({ block: 'nearest', inline: 'nearest' })}
          aria-current={id === current ? 'true' : undefined}
          onClick={() => document.getElementById(sectionElementId(id))?.scrollIntoView({ block: 'start' })}
          className={classNames(
            'flex h-8 shrink-0 items-center justify-between gap-3 rounded-md px-2.5 text-left text-13 whitespace-nowrap pointer-coarse:h-11',
            id === current ? 'bg-hover font-medium text-text' : 'text-muted hover:bg-hover hover:text-text',
          )}
        >
          {label}
          {problems > 0 ? (
            <span className="inline-flex items-center text-stop">
              <CircleAlert aria-hidden className="size-3.5" />
              <span className="sr-only">, needs attention</span>
            </span>
          ) : changes > 0 ? (
            <span className="inline-flex items-center">
              <span aria-hidden className="size-2 rounded-full bg-changed" />
              <span className="sr-only">, changed</span>
            </span>
          ) : null}
        </button>
      ))}
    </nav>
  )
}

/** The topmost section that is in the upper part of the window. */
function useSectionInView(items: RailItem[]): FieldSection | undefined {
  const ids = items.map(({ id }) => id).join(' ')
  const [inView, setInView] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) =>
        setInView((before) => {
          const now = new Set(before)
          for (const { target, isIntersecting } of entries) {
            if (isIntersecting) now.add(target.id)
            else now.delete(target.id)
          }
          return now
        }),
      { rootMargin: '-80px 0px -55% 0px' },
    )
    for (const id of ids.split(' ')) {
      const element = document.getElementById(sectionElementId(id as FieldSection))
      if (element) observer.observe(element)
    }
    return () => observer.disconnect()
  }, [ids])
  return items.find(({ id }) => inView.has(sectionElementId(id)))?.id
}
