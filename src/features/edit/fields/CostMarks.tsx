import { Diamond, RotateCw } from 'lucide-react'

/** What a change of a field costs, before it is made. */
export const CostMarks = ({ restarts, needsSignature }: { restarts: boolean; needsSignature: boolean }) => (
  <>
    {restarts ? (
      <span className="inline-flex items-center gap-1 text-muted">
        <RotateCw aria-hidden className="size-3" />
        <span className="sr-only">A change costs a </span>restart
      </span>
    ) : null}
    {needsSignature ? (
      <span className="inline-flex items-center gap-1 font-medium text-onchain">
        <Diamond aria-hidden className="size-3 fill-current" />
        <span className="sr-only">and an on-chain </span>signature
      </span>
    ) : null}
  </>
)
