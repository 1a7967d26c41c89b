import { abbreviate } from '@/lib/abbreviate.ts'
import { classNames } from '@/ui/layout/class-names.ts'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { useTooltip } from '@/ui/overlay/use-tooltip.tsx'

interface CopyableIdProps {
  value: string
  /** What it is, as in "app id"; used for "Copy app id". */
  label: string
  /** `false` shows the whole value. By default only long ones are shortened to their first and last 8 characters. */
  abbreviated?: boolean
  className?: string
}

/** An id or a hash: mono, shortened, whole on hover and focus, and copied whole. */
export function CopyableId({ value, label, abbreviated = true, className }: CopyableIdProps) {
  // `0x` is a prefix, not part of the eight characters a wallet shows
  const shown = abbreviated ? (value.startsWith('0x') ? `0x${abbreviate(value.slice(2))}` : abbreviate(value)) : value
  const isShort = shown !== value
  const tip = useTooltip(isShort ? value : null, { mono: true })
  return (
    <span className={classNames('inline-flex max-w-full min-w-0 items-center gap-0.5', className)} {...(isShort ? tip.trigger : {})}>
      <code
        translate="no"
        className={classNames('min-w-0 font-mono text-12 tabular-nums', abbreviated ? 'truncate' : 'break-all')}
        title={isShort ? undefined : value}
      >
        {shown}
      </code>
      <CopyButton value={value} label={label} />
      {tip.bubble}
    </span>
  )
}
