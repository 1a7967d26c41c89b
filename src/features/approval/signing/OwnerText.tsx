import type { AppOwner } from '@/chain/app-contract.ts'
import { ownerWords } from '@/chain/owner-texts.ts'
import type { Hex } from '@/domain/identifiers.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'

/** What the owner is, in words. With a connected `account`: whether it is that one, where an account can be. */
export const OwnerText = ({ owner, account }: { owner: AppOwner; account?: Hex | null }) => (
  <>
    <span className="text-muted">{ownerWords(owner)}</span>
    {account && (owner.kind === 'account' || owner.kind === 'delegated-account') ? (
      owner.address.toLowerCase() === account.toLowerCase() ? (
        <Badge>you</Badge>
      ) : (
        <Badge tone="caution">not you</Badge>
      )
    ) : null}
  </>
)
