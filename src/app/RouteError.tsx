import { Link, type ErrorComponentProps, useParams, useRouter } from '@tanstack/react-router'
import { RotateCw } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { ApiError } from '@/api/api-error.ts'
import { describeFailure } from '@/api/describe-failure.ts'
import { browserStore } from '@/lib/storage.ts'
import type { UnfinishedItem } from '@/updates/drafts/unfinished.ts'
import { isMissingPart, reloadOnceForMissingPart } from './missing-chunk.ts'
import { recordedWords } from './recorded-words.ts'
import { currentSession } from './session.ts'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'

const missingPart = {
  title: 'A part of this console could not be loaded.',
  safe: 'Edits are kept in this browser; environment values and keys never are.',
  next: 'Try again. If that does not help, reload the page: there may be a newer version.',
}

/** What is on record, read when something went wrong; `undefined` until then. */
function useUnfinished(isWanted: boolean): readonly UnfinishedItem[] | null | undefined {
  const [items, setItems] = useState<readonly UnfinishedItem[] | null>()
  useEffect(() => {
    if (!isWanted) return undefined
    let isGone = false
    const tell = (found: readonly UnfinishedItem[] | null) => !isGone && setItems(found)
    const scope = currentSession.snapshot().session.scope.snapshot()
    const read = async () => (scope ? (await import('@/updates/drafts/unfinished.ts')).listUnfinished(browserStore, scope) : null)
    read().then(tell, () => tell(null))
    return () => {
      isGone = true
    }
  }, [isWanted])
  return items
}

/** A page that could not be shown: what happened, what is on record, and the two ways on. */
export function RouteError({ error, reset }: Partial<ErrorComponentProps>) {
  const router = useRouter()
  const tryAgain = () => {
    reset?.()
    void router.invalidate()
  }
  const isUnreachable = error instanceof ApiError && error.kind === 'unreachable'
  const isTrouble = error instanceof ApiError && ['unreachable', 'server-trouble', 'not-understood'].includes(error.kind)
  const isPartMissing = isMissingPart(error)
  const failure = isPartMissing ? missingPart : describeFailure(error)
  // What Phala Cloud refused, it has said all about. Anything else knows nothing of what was sent before.
  const isSilent = isTrouble || isPartMissing || !(error instanceof ApiError)
  const cvmId = useParams({ strict: false, select: (params) => params.cvmId ?? null })
  const items = useUnfinished(isSilent)
  const onRecord = items === undefined ? '' : recordedWords(items, cvmId)
  const retry = useEffectEvent(tryAgain)
  useEffect(() => reloadOnceForMissingPart(error), [error])
  useEffect(() => {
    if (!isUnreachable) return undefined
    const onOnline = () => retry()
    window.addEventListener('online', onOnline)
    return () => window.removeEventListener('online', onOnline)
  }, [isUnreachable])
  return (
    <div className="mx-auto w-full max-w-2xl px-4 py-8">
      <h1 tabIndex={-1} className="mb-4 text-20 font-semibold focus:outline-none">
        This page could not be loaded
      </h1>
      <FailureNotice
        {...failure}
        safe={!isSilent ? failure.safe : isPartMissing ? `${onRecord} ${failure.safe}` : onRecord}
        actions={
          <>
            <Button size="sm" icon={RotateCw} onClick={tryAgain}>
              Try again
            </Button>
            <Link to="/cvms" activeOptions={{ exact: true }} className={buttonClass('quiet', 'sm')}>
              Go to the fleet
            </Link>
          </>
        }
      />
    </div>
  )
}
