import { lazy, type ReactNode, type RefObject, Suspense, useRef, useState } from 'react'
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class.ts'
import { classNames } from './class-names.ts'
import type { Icon } from './icon.ts'

export interface MenuItem {
  id: string
  label: ReactNode
  icon?: Icon
  onSelect: () => void
  tone?: 'stop' | 'onchain'
  /** Why it is not possible now; the item stays and says so. */
  disabledReason?: string | null | undefined
}

export interface MenuPopupProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  label: string
  items: MenuItem[]
  header?: ReactNode
  anchor: RefObject<HTMLButtonElement | null>
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

const loadPopup = () => import('./MenuPopup.tsx')
const MenuPopup = lazy(() => loadPopup().then((module) => ({ default: module.MenuPopup })))

/** A button that opens a menu of actions. The menu's code loads when the pointer or the focus comes near. */
export function Menu({ label, items, header, icon: IconPart, variant = 'quiet', size = 'md', className, children }: MenuProps) {
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [wasOpened, setWasOpened] = useState(false)
  return (
    <>
      <button
        ref={anchor}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={children ? undefined : label}
        title={children ? undefined : label}
        onPointerEnter={() => void loadPopup()}
        onFocus={() => void loadPopup()}
        onClick={() => {
          setWasOpened(true)
          setOpen(!isOpen)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          setWasOpened(true)
          setOpen(true)
        }}
        className={classNames(buttonClass(variant, size), !children && 'aspect-square !px-0', className)}
      >
        {IconPart ? <IconPart aria-hidden className="size-4 shrink-0" /> : null}
        {children}
      </button>
      {wasOpened ? (
        <Suspense fallback={null}>
          <MenuPopup open={isOpen} onOpenChange={setOpen} label={label} items={items} header={header} anchor={anchor} />
        </Suspense>
      ) : null}
    </>
  )
}
