import { Link } from '@tanstack/react-router'
import type { Cvm } from '@/domain/cvm.ts'
import { statusLabel, statusTone } from '@/domain/cvm-status.ts'
import { isolated } from '@/lib/isolated.ts'
import type { UpdateState } from '@/updates/engine/update-machine.ts'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { StatusBadge } from '@/ui/feedback/StatusBadge.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { isStopped, tabOf } from './update-texts.ts'
import { useTabIcon } from './progress/use-tab-icon.ts'

interface UpdateHeaderProps {
  cvm: Cvm
  state: UpdateState
  /** It can also be prepared for an approval elsewhere. */
  canPrepare: boolean
}

/** Which update this is, and whether anything was sent yet. */
export function UpdateHeader({ cvm, state, canPrepare }: UpdateHeaderProps) {
  const isReviewing = state.step === 'draft' || state.step === 'reviewing'
  const tab = tabOf(state)
  useTabIcon(tab?.icon ?? null)
  return (
    <PageHeader
      title={`${isReviewing ? 'Review the update of' : isStopped(state) ? 'Stop: update of' : 'Update of'} ${isolated(cvm.name)}`}
      tabTitle={tab ? `${tab.words} · ${isolated(cvm.name)}` : undefined}
      badge={<StatusBadge tone={statusTone(cvm.status)} label={statusLabel(cvm.status)} />}
      description={
        isReviewing
          ? canPrepare
            ? 'Nothing is sent until you press Apply or Prepare.'
            : 'Nothing is sent until you press Apply.'
          : 'This page follows the update, also after a reload.'
      }
      actions={
        state.step === 'done' || state.step === 'failed' ? null : (
          <Link
            to="/cvms/$cvmId"
            params={{ cvmId: cvm.id }}
            activeOptions={{ exact: true }}
            className={`${buttonClass('quiet')} -mx-3 max-sm:hidden`}
          >
            Open the CVM
          </Link>
        )
      }
    />
  )
}
