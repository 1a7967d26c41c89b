import { Notice } from '@/ui/feedback/Notice.tsx'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'

const afterRegistration = new Set(['registered', 'confirming', 'accepted', 'applying', 'done'])

/** The hash got allowed while a request of this browser was open, as by a signature on another device: approving it as well costs a fee for nothing. */
export function OpenPromptNotice({ update: { state, record } }: { update: UpdateHandle }) {
  if (!afterRegistration.has(state.step) || !record?.attempt || record.tx) return null
  return (
    <Notice tone="caution" title="A request may still be open in your wallet. Reject it.">
      The hash is registered, so nothing has to be signed any more. Approving it would only cost a second fee.
    </Notice>
  )
}
