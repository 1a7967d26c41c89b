import type { Review } from '@/features/review/use-review.ts'
import type { ContractObstacles } from '@/updates/verdict/use-contract-obstacles.ts'

/**
 * Whether the update can be prepared for an approval by somebody else, whatever kind of owner that is. Neither a redeploy nor a whole manifest
 * comes with a commit token, and where nobody owns the contract there is nobody to approve.
 */
export const canPrepare = (
  { redeploys, plan }: Review,
  { signer, isOwnerGone }: Pick<ContractObstacles, 'signer' | 'isOwnerGone'>,
): boolean => signer !== null && !isOwnerGone && !redeploys && !plan.composeFile
