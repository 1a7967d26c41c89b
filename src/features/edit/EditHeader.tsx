import { Link } from '@tanstack/react-router'
import type { Cvm } from '@/domain/cvm.ts'
import { statusLabel, statusTone } from '@/domain/cvm-status.ts'
import { isolated } from '@/lib/isolated.ts'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { StatusBadge } from '@/ui/feedback/StatusBadge.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'

/** Which CVM is edited, and what that means. There before the form is: the files that it shows are read after the CVM. */
export const EditHeader = ({ cvm }: { cvm: Cvm }) => (
  <PageHeader
    title={`Edit ${isolated(cvm.name)}`}
    badge={<StatusBadge tone={statusTone(cvm.status)} label={statusLabel(cvm.status)} />}
    description="Nothing is sent until you have reviewed it. Only what you change is sent."
    actions={
      <Link
        to="/cvms/$cvmId"
        params={{ cvmId: cvm.id }}
        activeOptions={{ exact: true }}
        className={`${buttonClass('quiet')} -mx-3 max-sm:hidden`}
      >
        Back to the CVM
      </Link>
    }
  />
)
