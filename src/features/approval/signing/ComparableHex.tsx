import { CopyButton } from '@/ui/controls/CopyButton.tsx'

const keep = 8
/** In one piece also where the line is short: eight characters on two lines are hard to compare. */
const compared = 'rounded-sm bg-onchain-soft font-semibold whitespace-nowrap text-onchain'

/** A whole address or hash with its first and last 8 characters brought out: those are what a wallet or a device shows. */
export function ComparableHex({ value, label }: { value: string; label: string }) {
  const prefix = value.startsWith('0x') ? '0x' : ''
  const digits = value.slice(prefix.length)
  const isLong = digits.length > keep * 2
  return (
    <span className="inline-flex max-w-full items-start gap-1">
      <code translate="no" className="min-w-0 pt-0.5 font-mono text-12 break-all tabular-nums">
        {isLong ? (
          <>
            {prefix}
            <mark className={compared}>{digits.slice(0, keep)}</mark>
            {digits.slice(keep, -keep)}
            <mark className={compared}>{digits.slice(-keep)}</mark>
          </>
        ) : (
          value
        )}
      </code>
      <CopyButton value={value} label={label} />
    </span>
  )
}
