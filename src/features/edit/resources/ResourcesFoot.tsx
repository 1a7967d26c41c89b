import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { usageQuery } from '@/api/machine/usage.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import type { Edit } from '@/features/edit/edit.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Figures } from '@/ui/layout/Figures.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { useCostChange } from '@/updates/plan/use-cost-change.ts'
import { inUseWords, tooSmall } from './too-small.ts'

/** What to know before sizes are changed: what is in use, and what speaks against the edited ones. */
export function ResourcesFoot({ edit }: { edit: Edit }) {
  const { cvm, values } = edit
  const { data, dataUpdatedAt, isPending, isError } = useQuery(usageQuery(cvm.id))
  const now = data?.now ?? null
  const words = now ? inUseWords(now) : null
  // There from the beginning where it is to be expected: what stands below must not move away under a pointer.
  const isExpected = words !== null || cvm.status === 'running'
  const isEdited = edit.isChanged('vcpu') || edit.isChanged('memoryGb') || edit.isChanged('diskGb')
  const warnings = now && isEdited ? tooSmall(values, now) : []
  const cost = useCostChange(cvm, edit.baseline, values)
  const isGoverned = isContractGoverned(cvm)
  return (
    <div className={classNames('space-y-2 text-12 text-muted', (isExpected || isGoverned) && 'mt-4 border-t border-line pt-3')}>
      {isExpected ? (
        <p className="max-sm:min-h-8">
          {'In use now: '}
          {words ? (
            <>
              <Figures>{words}</Figures>
              {', read '}
              <Age at={dataUpdatedAt} />.
            </>
          ) : isPending ? (
            'reading…'
          ) : isError ? (
            'could not be read.'
          ) : (
            'not reported.'
          )}
        </p>
      ) : null}
      <div aria-live="polite" className="space-y-1 empty:hidden">
        {cost && Object.keys(edit.problems).length === 0 ? (
          <p className="text-13 text-text">
            <Figures>{cost}</Figures>
          </p>
        ) : null}
        {warnings.map((warning) => (
          <p key={warning} className="flex gap-2 text-13 text-caution">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span>
              <Figures>{warning}</Figures> You can go on all the same.
            </span>
          </p>
        ))}
      </div>
      {isGoverned ? <p>Resources are not part of the compose hash: changing them needs no signature.</p> : null}
    </div>
  )
}
