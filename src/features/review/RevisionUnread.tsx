import { Link } from '@tanstack/react-router'
import { describeFailure } from '@/api/describe-failure.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { isolated } from '@/lib/isolated.ts'

/** Why a revision cannot be shown: its read failed, or it was answered without files that could be compared. */
export type UnreadRevision = Error | 'without files'

/** A revision that cannot be compared with what runs is not put back from here. */
export function RevisionUnread({ cvm, unread }: { cvm: Cvm; unread: UnreadRevision }) {
  const words =
    unread === 'without files'
      ? {
          title: 'The files of this revision cannot be shown.',
          message: 'The server returns them in a format that cannot be read here, so nobody could see what would change.',
          safe: 'Nothing was sent.',
          next: 'Choose another revision, or edit the CVM.',
        }
      : describeFailure(unread)
  return (
    <div className="space-y-5">
      <PageHeader title={`Review the update of ${isolated(cvm.name)}`} />
      <FailureNotice
        {...words}
        actions={
          <Link
            to="/cvms/$cvmId"
            params={{ cvmId: cvm.id }}
            search={{ tab: 'revisions' }}
            activeOptions={{ exact: true }}
            className={buttonClass('secondary', 'sm')}
          >
            Back to the revisions
          </Link>
        }
      />
    </div>
  )
}
