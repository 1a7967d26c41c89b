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

/**
 * An id or a hash: mono, shortened, and copied whole. The whole is shown on hover, touch and while the focus is on "Copy", which it describes to
 * screen readers. Where there is no room it goes on in the next line: its last characters are what a wallet shows too.
 */
export function CopyableId({ value, label, abbreviated = true, className }: CopyableIdProps) {
  // `0x` is a prefix, not part of the eight characters a wallet shows
  const shown = abbreviated ? (value.startsWith('0x') ? `0x${abbreviate(value.slice(2))}` : abbreviate(value)) : value
  const isShort = shown !== value
  const tip = useTooltip(isShort ? value : null, { mono: true })
  const [start, end] = isShort ? shown.split('…') : [shown]
  return (
    <span className={classNames('inline-flex max-w-full min-w-0 items-center gap-0.5', className)} {...tip.trigger}>
      <code
        translate="no"
        className={classNames('min-w-0 font-mono text-12 tabular-nums', isShort ? '[overflow-wrap:anywhere]' : 'break-all')}
      >
        {isShort ? (
          <>
            {start}…<wbr />
            {end}
          </>
        ) : (
          shown
        )}
      </code>
      <CopyButton value={value} label={label} describedBy={isShort ? tip.id : undefined} />
      {tip.bubble}
    </span>
  )
}
