import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import { tabClass, tabListClass } from './tab-class.ts'

interface TabsProps<Id extends string> {
  label: string
  tabs: { id: Id; label: ReactNode; panel: ReactNode }[]
  value: Id
  onChange: (id: Id) => void
}

/** Tabs within a page. Arrow keys, Home and End move; a place one could link to belongs in links with `tabClass` instead. */
export function Tabs<Id extends string>({ label, tabs, value, onChange }: TabsProps<Id>) {
  const id = useId()
  const listRef = useRef<HTMLDivElement>(null)

  function onKeyDown(event: KeyboardEvent) {
    const at = tabs.findIndex((tab) => tab.id === value)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const index = to % tabs.length
    onChange(tabs[index]!.id)
    listRef.current?.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus()
  }

  const active = tabs.find((tab) => tab.id === value) ?? tabs[0]
  return (
    <div>
      <div ref={listRef} role="tablist" aria-label={label} onKeyDown={onKeyDown} tabIndex={-1} className={tabListClass}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-${tab.id}`}
            aria-selected={tab.id === active?.id}
            aria-controls={tab.id === active?.id ? `${id}-panel` : undefined}
            tabIndex={tab.id === active?.id ? 0 : -1}
            onClick={() => onChange(tab.id)}
            className={tabClass(tab.id === active?.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {active ? (
        <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${active.id}`} className="pt-4">
          {active.panel}
        </div>
      ) : null}
    </div>
  )
}
