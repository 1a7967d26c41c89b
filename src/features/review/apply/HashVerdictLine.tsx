import { CircleHelp, ShieldCheck, TriangleAlert } from 'lucide-react'
import type { HashVerdict } from '@/updates/verdict/hash-verdict.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'

/** What our own computation says about a hash, in one badge; `null` while it is being computed. */
export function HashVerdictLine({ verdict }: { verdict: HashVerdict | null }) {
  if (!verdict) return <>comparing with one computed here</>
  if (verdict.kind === 'proven') {
    return (
      <Badge tone="verified" icon={ShieldCheck}>
        the same as computed here
      </Badge>
    )
  }
  return verdict.kind === 'mismatch' ? (
    <Badge tone="stop" icon={TriangleAlert}>
      not the expected one
    </Badge>
  ) : (
    <Badge tone="caution" icon={CircleHelp}>
      not verified here
    </Badge>
  )
}
