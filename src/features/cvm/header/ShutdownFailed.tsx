import { useQuery } from '@tanstack/react-query'
import { cvmQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { statusTone } from '@/domain/cvm-status.ts'
import { Notice } from '@/ui/feedback/Notice.tsx'

/** It came to its end; one that does not start again was refused afterwards, and force would not start it either. */
const hasStopped = ({ status }: Cvm) => statusTone(status) === 'off' || statusTone(status) === 'bad'

/** After a graceful end that did not come about: what is left, and its price. Nothing while the newest operation is another one. */
export function ShutdownFailed({ cvm }: { cvm: Cvm }) {
  const newest = useQuery(cvmQueries.operations(cvm.id)).data?.items[0]
  const isGraceful = newest?.type === 'shutdown' || newest?.type === 'stop' || newest?.type === 'restart'
  if (!newest || !isGraceful || newest.status !== 'failed' || cvm.inProgress || hasStopped(cvm)) return null
  return (
    <Notice tone="caution" title={`${newest.type === 'restart' ? 'The last restart' : 'The last shutdown'} did not finish.`} isAnnounced>
      {newest.errorMessage ? <p>{newest.errorMessage}</p> : null}
      <p>
        “Stop now” and “Restart by force”, under More actions, do not wait for the containers. What they are writing at that moment may be
        damaged; the disk keeps the rest.
      </p>
    </Notice>
  )
}
