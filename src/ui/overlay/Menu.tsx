import { type KeyboardEvent, type ReactNode, type ToggleEvent, useId, useRef, useState } from 'react'
import { type ButtonSize, type ButtonVariant, buttonClass } from '@/ui/controls/button-class.ts'
import { classNames } from '@/ui/layout/class-names.ts'
import type { Icon } from '@/ui/layout/icon.ts'
import { placeBelow } from './place-below.ts'

export interface MenuItem {
  id: string
  label: ReactNode
  icon?: Icon
  onSelect: () => void
  tone?: 'stop' | 'onchain'
  /** Why it is not possible now; the item stays and says so. */
  disabledReason?: string | null | undefined
}

interface MenuProps {
  /** What the menu holds, for its button and itself. */
  label: string
  items: MenuItem[]
  /** Not pressable, above the items. */
  header?: ReactNode
  icon?: Icon
  variant?: ButtonVariant
  size?: ButtonSize
  className?: string
  /** The button's words; without them it is an icon named by `label`. */
  children?: ReactNode
}

const tones: Record<'plain' | NonNullable<MenuItem['tone']>, string> = { plain: 'text-text', stop: 'text-stop', onchain: 'text-onchain' }

/**
 * A button that opens a menu of actions. The browser's own popover: it lies above everything, closes by Escape or a press elsewhere and
 * gives the focus back. Arrow keys, Home, End and first letters move.
 */
export function Menu({ label, items, header, icon: IconPart, variant = 'quiet', size = 'md', className, children }: MenuProps) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const popup = useRef<HTMLDivElement>(null)
  const [isOpen, setOpen] = useState(false)
  const itemElements = () => [...(popup.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]

  function place(event: ToggleEvent<HTMLDivElement>) {
    if (event.newState === 'open' && anchor.current) placeBelow(event.currentTarget, anchor.current)
  }

  function onToggle(event: ToggleEvent<HTMLDivElement>) {
    const opened = event.newState === 'open'
    setOpen(opened)
    if (opened) itemElements()[0]?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    const elements = itemElements()
    const at = elements.indexOf(event.target as HTMLElement)
    const last = elements.length - 1
    const to = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      elements[to]?.focus()
    } else if (event.key === 'Tab') {
      popup.current?.hidePopover()
    } else if (event.key.length === 1 && event.key !== ' ') {
      const starts = (element: HTMLElement) => element.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase())
      ;[...elements.slice(at + 1), ...elements.slice(0, at + 1)].find(starts)?.focus()
    }
  }

  return (
    <>
      <button
        ref={anchor}
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={children ? undefined : label}
        title={children ? undefined : label}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          popup.current?.showPopover()
        }}
        className={classNames(buttonClass(variant, size), !children && 'aspect-square !px-0', className)}
      >
        {IconPart ? <IconPart aria-hidden className="size-4 shrink-0" /> : null}
        {children}
      </button>
      <div
        ref={popup}
        id={id}
        popover="auto"
        onBeforeToggle={place}
        onToggle={onToggle}
        className="fixed inset-auto m-0 max-w-[calc(100vw-1rem)] min-w-48 overflow-y-auto rounded border border-line bg-raised p-1 text-text shadow-menu"
      >
        {header ? <div className="mb-1 border-b border-line px-2 pt-1.5 pb-2 text-12 text-muted">{header}</div> : null}
        <div role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
          {items.map(({ id: itemId, label: text, icon: ItemIcon, onSelect, tone, disabledReason }) => (
            <button
              key={itemId}
              type="button"
              role="menuitem"
              tabIndex={-1}
              aria-disabled={disabledReason ? true : undefined}
              onClick={() => {
                if (disabledReason) return
                popup.current?.hidePopover()
                anchor.current?.focus()
                onSelect()
              }}
              onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
              className={classNames(
                'flex min-h-8 w-full items-start gap-2 rounded-sm px-2 py-1.5 text-left text-13 select-none focus:bg-hover focus-visible:outline-offset-[-2px] aria-disabled:cursor-not-allowed pointer-coarse:min-h-11 pointer-coarse:items-center',
                disabledReason ? 'text-muted' : tones[tone ?? 'plain'],
              )}
            >
              {ItemIcon ? <ItemIcon aria-hidden className="mt-0.5 size-4 shrink-0" /> : null}
              <span className="min-w-0">
                {text}
                {disabledReason ? <span className="block max-w-64 text-12">{disabledReason}</span> : null}
              </span>
            </button>
          ))}
        </div>
      </div>
    </>
  )
}
