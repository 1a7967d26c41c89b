import { RotateCw } from 'lucide-react'
import { ApiError } from '@/api/api-error.ts'
import { describeFailure } from '@/api/describe-failure.ts'
import type { Fleet } from '@/api/fleet-query.ts'
import { countedOf } from '@/lib/counted.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { OpenById } from './OpenById.tsx'

interface FleetTroubleProps {
  error: Error
  /** What is shown meanwhile. */
  fleet: Fleet | undefined
  updatedAt: number
  isFetching: boolean
  onRetry: () => void
}

/** What failed when the fleet was asked for: all of it, its rest, or a refresh. */
export function FleetTrouble({ error, fleet, updatedAt, isFetching, onRetry }: FleetTroubleProps) {
  const retry = (label: string) => (
    <Button size="sm" icon={RotateCw} busy={isFetching} onClick={onRetry}>
      {label}
    </Button>
  )
  if (!fleet) {
    const isRefused = error instanceof ApiError && ['not-permitted', 'not-found', 'not-offered', 'refused', 'invalid'].includes(error.kind)
    return (
      <>
        <FailureNotice
          {...describeFailure(error)}
          {...(isRefused ? { next: 'Open a CVM by its id below, or sign in with another key.' } : {})}
          safe="Nothing was changed."
          actions={retry('Try again')}
        />
        {isRefused ? <OpenById /> : null}
      </>
    )
  }
  if (fleet.isPartial)
    return (
      <Notice
        tone="caution"
        isAnnounced
        title={`Only ${countedOf(fleet.cvms.length, fleet.total, 'CVM')} could be loaded`}
        actions={retry('Load the rest')}
      >
        <p>{describeFailure(error).title} Counts, search and order cover only what is loaded.</p>
      </Notice>
    )
  return (
    <Notice
      tone="caution"
      isAnnounced
      title={
        <>
          Updated <Age at={updatedAt} />. The refresh failed.
        </>
      }
    >
      <p>{describeFailure(error).title} The console keeps trying; what is shown may be out of date.</p>
    </Notice>
  )
}
