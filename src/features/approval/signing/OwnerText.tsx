import type { AppOwner } from '@/chain/app-contract.ts'

const kinds: Record<AppOwner['kind'], string> = {
  account: 'an account',
  'delegated-account': 'an account with delegated code (EIP-7702); it signs like any other account',
  safe: 'a Safe',
  contract: 'a contract',
  nobody: 'nobody: ownership was given up',
}

/** What the owner is, in words. */
export const OwnerText = ({ owner }: { owner: AppOwner }) => (
  <span className="text-muted">{owner.kind === 'safe' ? `a ${owner.threshold}-of-${owner.owners.length} Safe` : kinds[owner.kind]}</span>
)
