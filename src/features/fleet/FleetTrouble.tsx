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
  /** `null` where only some of the list could not be read. */
  error: Error | null
  /** What is shown meanwhile. */
  fleet: Fleet | undefined
  updatedAt: number
  isFetching: boolean
  onRetry: () => void
}

/** What failed when the fleet was asked for: all of it, its rest, or a refresh; and which of it made no sense. */
export const FleetTrouble = ({ error, ...rest }: FleetTroubleProps) => (
  <>
    {error ? <Failed error={error} {...rest} /> : null}
    {rest.fleet && rest.fleet.unreadable > 0 ? (
      <Notice tone="caution" title={`${countedOf(rest.fleet.unreadable, rest.fleet.total, 'CVM')} could not be read`}>
        <p>The server describes them in a format that this console does not know.</p>
      </Notice>
    ) : null}
  </>
)

function Failed({ error, fleet, updatedAt, isFetching, onRetry }: FleetTroubleProps & { error: Error }) {
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
