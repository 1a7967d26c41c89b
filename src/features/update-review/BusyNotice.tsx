import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { cvmQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { operationWords } from '@/domain/operation-words.ts'
import { Age } from '@/ui/Age.tsx'
import { announce } from '@/ui/announce.ts'
import { Notice } from '@/ui/Notice.tsx'
import { Spinner } from '@/ui/Spinner.tsx'

/** Somebody else's operation runs, so nothing can be applied until it ends; the page notices by itself when that is. */
export function BusyNotice({ cvm }: { cvm: Cvm }) {
  const operations = useQuery(cvmQueries.operations(cvm.id)).data?.items
  const wasBusy = useRef(false)
  useEffect(() => {
    if (wasBusy.current && !cvm.inProgress) announce('The other operation has ended. You can apply now.')
    wasBusy.current = cvm.inProgress
  }, [cvm.inProgress])
  if (!cvm.inProgress) return null

  const running = operations?.find(({ status, correlationId }) =>
    cvm.progress?.correlationId ? correlationId === cvm.progress.correlationId : status === 'in_progress',
  )
  const startedAt = running?.startedAt ?? cvm.progress?.startedAt
  return (
    <Notice tone="caution" icon={Spinner} title="Another operation is running on this CVM.">
      <p>
        {running ? operationWords({ ...running, status: 'in_progress' }) : 'The server does not say which'}
        {running?.triggeredBy ? `, started by ${running.triggeredBy}` : null}
        {startedAt ? (
          <>
            {' '}
            <Age at={startedAt} />
          </>
        ) : null}
        . Your change was not sent; it can be applied as soon as that has ended.
      </p>
    </Notice>
  )
}
