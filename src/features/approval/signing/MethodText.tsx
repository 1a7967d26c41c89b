import { type OwnerMethod, ownerMethods } from '@/chain/owner-methods.ts'

/** A method by its name, and by what a wallet shows that does not know the contract. */
export const MethodText = ({ method }: { method: OwnerMethod }) => (
  <span className="inline-flex flex-wrap items-baseline gap-x-2">
    <code translate="no" className="font-mono text-12">
      {ownerMethods[method].signature}
    </code>
    <span className="text-muted">
      or{' '}
      <code translate="no" className="font-mono text-12">
        {ownerMethods[method].selector}
      </code>
    </span>
  </span>
)
