import { CircleHelp, ShieldCheck, TriangleAlert } from 'lucide-react'
import { Badge } from '@/ui/Badge.tsx'
import type { HashCheck } from './use-hash-check.ts'

/** What our own computation says about a hash, in one badge. */
export function HashVerdictLine({ check }: { check: HashCheck | null }) {
  if (!check) return null
  if (check.verdict === 'same') {
    return (
      <Badge tone="verified" icon={ShieldCheck}>
        the same as computed here
      </Badge>
    )
  }
  return check.verdict === 'different' ? (
    <Badge tone="stop" icon={TriangleAlert}>
      not what these edits lead to
    </Badge>
  ) : (
    <Badge tone="caution" icon={CircleHelp}>
      not verified here
    </Badge>
  )
}
