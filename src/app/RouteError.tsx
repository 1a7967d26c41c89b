import { Link, type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { RotateCw } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import { ApiError } from '@/api/api-error.ts'
import { describeFailure } from '@/api/describe-failure.ts'
import { isMissingPart, reloadOnceForMissingPart } from './missing-chunk.ts'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'

const missingPart = {
  title: 'A part of this console could not be loaded.',
  safe: 'Nothing was sent because of it. Edits are kept in this browser; values of an environment and keys never are.',
  next: 'Try again. If it stays so, there may be a newer version: load the page again.',
}

/** A page that could not be shown: what happened, what is safe, and the two ways on. */
export function RouteError({ error, reset }: Partial<ErrorComponentProps>) {
  const router = useRouter()
  const tryAgain = () => {
    reset?.()
    void router.invalidate()
  }
  const isUnreachable = error instanceof ApiError && error.kind === 'unreachable'
  const isTrouble = error instanceof ApiError && ['unreachable', 'server-trouble', 'not-understood'].includes(error.kind)
  const failure = isMissingPart(error) ? missingPart : describeFailure(error)
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
        // Nothing is shown that could be out of date.
        safe={isTrouble ? 'Your CVMs are not affected.' : failure.safe}
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
