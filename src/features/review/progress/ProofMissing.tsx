import { useEffect } from 'react'
import { PartMissing } from '@/ui/feedback/PartMissing.tsx'
import type { ProofProps } from './use-prove-step.tsx'

interface ProofMissingProps extends Pick<ProofProps, 'onVerdict'> {
  onRetry: () => void
}

/** In place of the proof where its code could not be loaded: the step is over, with nothing known, until somebody tries again. */
export function ProofMissing({ onVerdict, onRetry }: ProofMissingProps) {
  useEffect(() => {
    onVerdict('unknown')
    return () => onVerdict(null)
  }, [onVerdict])
  return <PartMissing name="The proof" onRetry={onRetry} />
}
