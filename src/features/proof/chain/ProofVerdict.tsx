import type { ReactNode } from 'react'
import type { Proof } from '@/features/proof/proof.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { outcomeOf, sandboxRootLabel, verdictText } from './proof-texts.ts'

interface ProofVerdictProps {
  proof: Pick<Proof, 'verdict' | 'links' | 'isSandboxRoot' | 'isOutOfDate' | 'isYetToCome'>
  /** Nothing is said of now. */
  isPast?: boolean
  actions?: ReactNode
  children?: ReactNode
}

/** What the whole chain comes to, in one sentence. */
export const ProofVerdict = ({ proof, isPast = false, actions, children }: ProofVerdictProps) => (
  <Notice
    tone={outcomeOf(proof).tone}
    isAnnounced
    title={
      <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        {verdictText(proof, isPast)}
        {proof.isSandboxRoot ? <Badge>{sandboxRootLabel}</Badge> : null}
      </span>
    }
    actions={actions}
  >
    {children}
  </Notice>
)
