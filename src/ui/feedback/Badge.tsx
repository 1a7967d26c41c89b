import type { ReactNode } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import type { Icon } from '@/ui/layout/icon.ts'

/** `verified` is for what was proved; what merely works is `neutral`. `onchain` is for what touches the chain. */
export type BadgeTone = 'neutral' | 'accent' | 'changed' | 'onchain' | 'verified' | 'caution' | 'stop'

const tones: Record<BadgeTone, string> = {
  neutral: 'border-line bg-sunken text-muted',
  accent: 'border-accent/25 bg-accent-soft text-accent',
  changed: 'border-changed/25 bg-changed-soft text-changed',
  onchain: 'border-onchain/25 bg-onchain-soft text-onchain',
  verified: 'border-verified/25 bg-verified-soft text-verified',
  caution: 'border-caution/25 bg-caution-soft text-caution',
  stop: 'border-stop/25 bg-stop-soft text-stop',
}

/** A short fact. The word carries the meaning; colour and icon only repeat it. */
export const Badge = ({ tone = 'neutral', icon: IconPart, children }: { tone?: BadgeTone; icon?: Icon; children: ReactNode }) => (
  <span
    className={classNames(
      'inline-flex h-5 max-w-full align-middle items-center gap-1 rounded-sm border px-1.5 text-12 font-medium whitespace-nowrap',
      tones[tone],
    )}
  >
    {IconPart ? <IconPart aria-hidden className="size-3 shrink-0" strokeWidth={2.25} /> : null}
    <span className="truncate">{children}</span>
  </span>
)
