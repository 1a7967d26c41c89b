import { type RefObject, useLayoutEffect, useRef } from 'react'
import { describeFailure } from '@/api/describe-failure.ts'
import type { Fleet } from '@/api/fleet-query.ts'
import { formatAge } from '@/lib/durations.ts'
import { countedOf } from '@/lib/counted.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'

interface LookupTroubleProps {
  error: Error
  /** What can be searched meanwhile. */
  fleet: Fleet | undefined
  updatedAt: number
  isFetching: boolean
  onRetry: () => void
  /** Where the focus goes when the trouble ends by itself while somebody stands on its button. */
  field: RefObject<HTMLInputElement | null>
}

/** What of the fleet cannot be found, because it could not be read. */
export function LookupTrouble({ error, fleet, updatedAt, isFetching, onRetry, field }: LookupTroubleProps) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const own = box.current
    const back = field.current
    return () => {
      // Still in the page while it goes.
      if (own?.contains(document.activeElement)) back?.focus()
    }
  }, [field])
  return (
    <div ref={box} className="px-3 pt-3">
      <Notice
        tone="caution"
        isAnnounced
        title={titleOf(fleet, updatedAt)}
        actions={
          <Button size="sm" busy={isFetching} onClick={onRetry}>
            Try again
          </Button>
        }
      >
        {describeFailure(error).title} {fleet ? 'What was loaded can be searched.' : 'Pages can be searched, and a CVM opens by its id.'}
      </Notice>
    </div>
  )
}

function titleOf(fleet: Fleet | undefined, updatedAt: number) {
  if (!fleet) return 'The CVMs could not be loaded'
  if (!fleet.isPartial) return `The CVMs were read ${formatAge(updatedAt, new Date())}. The refresh failed.`
  return `Only ${countedOf(fleet.cvms.length, fleet.total, 'CVM')} could be loaded`
}
