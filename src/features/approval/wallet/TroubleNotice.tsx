import type { ReactNode } from 'react'
import { Notice, type NoticeTone } from '@/ui/feedback/Notice.tsx'
import type { TroubleContext, TroubleText, WalletTrouble } from './wallet-failure-texts.ts'
import { walletTroubleTexts } from './wallet-failure-texts.ts'

const tones: Record<TroubleText['tone'], NoticeTone> = { calm: 'neutral', caution: 'caution', stop: 'stop' }

interface TroubleNoticeProps {
  trouble: WalletTrouble
  names: TroubleContext
  /** The wallet's or the contract's own words. */
  detail?: string | null
  /** In place of "nothing was sent", where that is not certain. */
  safeInstead?: ReactNode
  actions?: ReactNode
}

/** Why the wallet is not asked, or what it answered: what happened, what is safe, what to do. */
export function TroubleNotice({ trouble, names, detail, safeInstead, actions }: TroubleNoticeProps) {
  const { title, safe, kept = '', next, tone } = walletTroubleTexts[trouble](names)
  return (
    <Notice tone={tones[tone]} title={title} actions={actions}>
      <p>{safeInstead ?? (names.isForStart ? safe : `${safe} ${kept}`.trim())}</p>
      <p>{next}</p>
      {detail ? (
        <details className="text-12 text-muted">
          <summary className="cursor-pointer">Details</summary>
          <p translate="no" className="mt-1 font-mono">
            {detail}
          </p>
        </details>
      ) : null}
    </Notice>
  )
}
