import { CircleHelp, ShieldCheck, TriangleAlert } from 'lucide-react'
import type { HashSeal } from '@/updates/hash-seal.ts'
import { Badge } from '@/ui/Badge.tsx'

/** What our own computation says about a hash, in one badge. */
export function HashVerdictLine({ seal }: { seal: HashSeal | null }) {
  if (!seal) return null
  if (seal.verdict === 'checking') return <>comparing with one computed here</>
  if (seal.verdict === 'proven') {
    return (
      <Badge tone="verified" icon={ShieldCheck}>
        the same as computed here
      </Badge>
    )
  }
  return seal.verdict === 'mismatch' ? (
    <Badge tone="stop" icon={TriangleAlert}>
      not what these edits lead to
    </Badge>
  ) : (
    <Badge tone="caution" icon={CircleHelp}>
      not verified here
    </Badge>
  )
}
