import { useQuery } from '@tanstack/react-query'
import { appQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { parseHash32 } from '@/domain/identifiers.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'

/** Somebody may be collecting signatures for another version: a CVM has one prepared update, and a newer one takes its place. */
export function PendingUpdateNotice({ cvm }: { cvm: Cvm }) {
  const { data } = useQuery(appQueries.pendingUpdates(cvm))
  const pending = data?.items.find(({ vm_uuid }) => vm_uuid === cvm.vmUuid)
  const composeHash = parseHash32(pending?.compose_hash)
  if (!pending || !composeHash) return null
  return (
    <Notice tone="caution" title="An update of this CVM is prepared already and waits." isAnnounced>
      <p className="flex flex-wrap items-center gap-x-1.5">
        Its compose hash <CopyableId value={composeHash} label="waiting compose hash" />{' '}
        {pending.on_chain ? 'is allowed on-chain.' : 'is not allowed on-chain yet.'}
      </p>
      <p>
        Sending this one takes its place, and links that were handed out for it stop working. An approval stays good for the same change.
      </p>
    </Notice>
  )
}
