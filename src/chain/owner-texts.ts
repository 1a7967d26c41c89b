import { assertNever } from '@/lib/assert-never.ts'
import type { AppContractFacts, AppOwner } from './app-contract.ts'

/** What the owner of an app contract is, and what that means for a signature. */
export function ownerWords(owner: AppOwner): string {
  switch (owner.kind) {
    case 'account':
      return 'a wallet account (EOA)'
    case 'delegated-account':
      return 'an account with delegated code (EIP-7702); it signs like any other account'
    case 'safe':
      return `a ${owner.threshold}-of-${owner.owners.length} Safe`
    case 'contract':
      return 'a contract; it cannot sign in a browser wallet'
    case 'nobody':
      return 'nobody: ownership was given up, and no new hash can ever be allowed'
    default:
      return assertNever(owner)
  }
}

/** Why a contract that was read has no owner to show. */
export const ownerlessWords = ({ hasCode }: Pick<AppContractFacts, 'hasCode'>): string =>
  hasCode ? 'the contract names none' : 'there is no contract at this address'
