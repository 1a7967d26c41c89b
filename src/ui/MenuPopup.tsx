import { CSPProvider } from '@base-ui/react/csp-provider'
import { Menu } from '@base-ui/react/menu'
import { classNames } from './class-names.ts'
import type { MenuItem, MenuPopupProps } from './Menu.tsx'

const tones: Record<'plain' | NonNullable<MenuItem['tone']>, string> = { plain: 'text-text', stop: 'text-stop', onchain: 'text-onchain' }

/** The part of `Menu` that is loaded when needed. */
export function MenuPopup({ open, onOpenChange, label, items, header, anchor }: MenuPopupProps) {
  return (
    <CSPProvider disableStyleElements>
      <Menu.Root
        open={open}
        modal={false}
        onOpenChange={(isOpen, { event }) => {
          // The menu's own button opens and closes it; to the menu a press on it is one outside.
          if (!isOpen && event.target instanceof Node && anchor.current?.contains(event.target)) return
          onOpenChange(isOpen)
        }}
      >
        <Menu.Portal>
          <Menu.Positioner anchor={anchor} side="bottom" align="end" sideOffset={4} className="z-30 outline-none">
            <Menu.Popup
              aria-label={label}
              finalFocus={anchor}
              className="max-h-(--available-height) max-w-(--available-width) min-w-48 overflow-y-auto rounded border border-line bg-raised p-1 shadow-menu transition-opacity duration-100 outline-none data-ending-style:opacity-0 data-starting-style:opacity-0"
            >
              {header ? <div className="mb-1 border-b border-line px-2 pt-1.5 pb-2 text-12 text-muted">{header}</div> : null}
              {items.map(({ id, label: text, icon: IconPart, onSelect, tone, disabledReason }) => (
                <Menu.Item
                  key={id}
                  disabled={Boolean(disabledReason)}
                  onClick={onSelect}
                  className={classNames(
                    'flex min-h-8 cursor-pointer items-start gap-2 rounded-sm px-2 py-1.5 text-13 outline-none select-none data-disabled:cursor-not-allowed data-highlighted:bg-hover pointer-coarse:min-h-11 pointer-coarse:items-center',
                    disabledReason ? 'text-muted' : tones[tone ?? 'plain'],
                  )}
                >
                  {IconPart ? <IconPart aria-hidden className="mt-0.5 size-4 shrink-0" /> : null}
                  <span className="min-w-0">
                    {text}
                    {disabledReason ? <span className="block max-w-64 text-12">{disabledReason}</span> : null}
                  </span>
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </CSPProvider>
  )
}
