import { isolated } from '@/lib/isolated.ts'
import type { ApprovalRequest } from '@/updates/handover/handover-link.ts'

/** What the owner is asked for, in a few words. */
export const approvalTitle = ({ cvmName, isForStart }: Pick<ApprovalRequest, 'cvmName' | 'isForStart'>): string =>
  `${isForStart ? 'Allow the next start' : 'Approve an update'} of ${isolated(cvmName)}`
