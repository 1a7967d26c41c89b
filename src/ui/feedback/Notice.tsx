import { CircleAlert, Fingerprint, Info, Pencil, ShieldCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import type { Icon } from '@/ui/layout/icon.ts'

export type NoticeTone = 'neutral' | 'changed' | 'onchain' | 'verified' | 'caution' | 'stop'

const look: Record<NoticeTone, { icon: Icon; box: string; mark: string }> = {
  neutral: { icon: Info, box: 'border-line bg-raised', mark: 'text-muted' },
  changed: { icon: Pencil, box: 'border-changed/30 bg-changed-soft/60', mark: 'text-changed' },
  onchain: { icon: Fingerprint, box: 'border-onchain/30 bg-onchain-soft/60', mark: 'text-onchain' },
  verified: { icon: ShieldCheck, box: 'border-verified/30 bg-verified-soft/60', mark: 'text-verified' },
  caution: { icon: TriangleAlert, box: 'border-caution/30 bg-caution-soft/60', mark: 'text-caution' },
  stop: { icon: CircleAlert, box: 'border-stop/30 bg-stop-soft/60', mark: 'text-stop' },
}

interface NoticeProps {
  tone?: NoticeTone
  icon?: Icon
  title: ReactNode
  actions?: ReactNode
  children?: ReactNode
  /** `alert` interrupts a screen reader; only for what went wrong just now. */
  role?: 'alert'
  /** Read out when it appears, politely. */
  isAnnounced?: boolean
  className?: string
}

/** Something to know at this place of the page. */
export function Notice({ tone = 'neutral', icon, title, actions, children, role, isAnnounced, className }: NoticeProps) {
  const { icon: toneIcon, box, mark } = look[tone]
  const Mark = icon ?? toneIcon
  return (
    <div
      role={role}
      aria-live={isAnnounced ? 'polite' : undefined}
      className={classNames('flex min-w-0 gap-3 rounded border px-4 py-3', box, className)}
    >
      <Mark aria-hidden className={classNames('mt-0.5 size-4 shrink-0', mark)} strokeWidth={2} />
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <p className="text-13 font-semibold">{title}</p>
        {children ? <div className="mt-1 space-y-1 text-13">{children}</div> : null}
        {actions ? <div className="mt-3 flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </div>
  )
}
