import { useQuery } from '@tanstack/react-query'
import { appQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { parseHash32, sameUuid } from '@/domain/identifiers.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'

/** Somebody may be collecting signatures for another version: a CVM has one prepared update, and a newer one takes its place. */
export function PendingUpdateNotice({ cvm }: { cvm: Cvm }) {
  const { data } = useQuery(appQueries.pendingUpdates(cvm))
  const pending = data?.items.find(({ vm_uuid }) => sameUuid(vm_uuid, cvm.vmUuid))
  const composeHash = parseHash32(pending?.compose_hash)
  if (data && data.unreadable > 0 && !pending) {
    return (
      <Notice tone="caution" title="Whether an update of this CVM is prepared already could not be read." isAnnounced>
        If so, sending this one replaces it, and links shared for it stop working.
      </Notice>
    )
  }
  if (!pending || !composeHash) return null
  return (
    <Notice tone="caution" title="An update of this CVM is already prepared and waiting." isAnnounced>
      <p className="flex flex-wrap items-center gap-x-1.5">
        Its compose hash <CopyableId value={composeHash} label="waiting compose hash" /> {allowanceWords(pending.on_chain)}
      </p>
      <p>Sending this one replaces it, and links shared for it stop working. An approval stays valid for the same change.</p>
    </Notice>
  )
}

function allowanceWords(isAllowed: boolean | null): string {
  if (isAllowed === null) return 'was prepared; whether it is allowed on-chain is not reported.'
  return isAllowed ? 'is allowed on-chain.' : 'is not allowed on-chain yet.'
}
