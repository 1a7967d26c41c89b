import { type ComponentProps, use } from 'react'
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class.ts'
import { classNames } from '@/ui/layout/class-names.ts'
import { HeldButtons } from '@/ui/layout/held-buttons.ts'
import type { Icon } from '@/ui/layout/icon.ts'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import { useTooltip } from '@/ui/overlay/use-tooltip.tsx'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: Icon
  /** The action is running: the button keeps its focus and width and ignores further presses. */
  busy?: boolean
  /** Why the action is not possible now. The button stays focusable and tells the reason; without a reason it is enabled. */
  disabledReason?: string | null | undefined
  /** Pressed although it is not possible now: the place to lead to what is in the way. */
  onDisabledPress?: () => void
  /** A longer explanation in the bubble of an enabled button; also names one that shows an icon only (then set `aria-label`). */
  tooltip?: string
}

/** A button. It is never silently dead: `disabledReason` says why it cannot be pressed. */
export function Button({
  variant = 'secondary',
  size = 'md',
  icon: IconPart,
  busy = false,
  disabledReason: ownReason,
  onDisabledPress,
  tooltip,
  type = 'button',
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const held = use(HeldButtons)
  const disabledReason = ownReason || held
  const isDisabled = Boolean(disabledReason)
  const tip = useTooltip(disabledReason ?? tooltip)
  const isIconOnly = children === undefined || children === null
  return (
    <>
      <button
        type={type}
        {...rest}
        {...tip.trigger}
        aria-disabled={isDisabled || busy || undefined}
        aria-busy={busy || undefined}
        className={classNames(
          buttonClass(variant, size, { isDisabled }),
          isIconOnly && 'aspect-square !px-0',
          busy && 'cursor-progress',
          className,
        )}
        onClick={(event) => {
          if (busy || isDisabled) {
            event.preventDefault() // also keeps a submit button from sending its form
            if (!isDisabled) return
            tip.show(event.currentTarget)
            onDisabledPress?.()
            return
          }
          onClick?.(event)
        }}
      >
        {busy ? <Spinner /> : IconPart ? <IconPart aria-hidden className="size-3.5 shrink-0" strokeWidth={2} /> : null}
        {children}
      </button>
      {tip.bubble}
    </>
  )
}
