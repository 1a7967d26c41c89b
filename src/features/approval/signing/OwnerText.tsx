import type { AppOwner } from '@/chain/app-contract.ts'

const kinds: Record<AppOwner['kind'], string> = {
  account: 'an account',
  'delegated-account': 'an account with borrowed code (EIP-7702); it signs like any account',
  safe: 'a Safe',
  contract: 'a contract',
  nobody: 'nobody: ownership was given up',
}

/** What the owner is, in words. */
export const OwnerText = ({ owner }: { owner: AppOwner }) => (
  <span className="text-muted">
    {owner.kind === 'safe'
      ? `a Safe: ${owner.threshold} of ${owner.owners.length} ${owner.owners.length === 1 ? 'signer has' : 'signers have'} to approve`
      : kinds[owner.kind]}
  </span>
)
