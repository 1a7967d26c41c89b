import { CircleHelp, ShieldCheck, TriangleAlert } from 'lucide-react'
import type { CvmAllowed } from '@/api/schemas/apps/app-allowed.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'

/** Whether the contract would let a CVM start as it stands now, and what it would refuse. */
export function AllowedBadge({ allowed }: { allowed: CvmAllowed | 'asking' | 'unknown' }) {
  if (allowed === 'asking') return <Badge icon={CircleHelp}>asking the contract …</Badge>
  if (allowed === 'unknown' || allowed.isAllowed === null) return <Badge icon={CircleHelp}>the contract could not be asked</Badge>
  if (allowed.isAllowed) {
    return (
      <Badge tone="verified" icon={ShieldCheck}>
        may start
      </Badge>
    )
  }
  return (
    <Badge tone="stop" icon={TriangleAlert}>
      may not start: {whyNot(allowed)}
    </Badge>
  )
}

function whyNot({ isHashAllowed, isDeviceAllowed, reason }: CvmAllowed): string {
  if (isHashAllowed === false) return isDeviceAllowed === false ? 'hash and device not allowed' : 'hash not allowed'
  return isDeviceAllowed === false ? 'device not allowed' : (reason ?? 'the contract refuses it')
}
