import { formatNumber } from '@/lib/numbers.ts'
import { useNavigate } from '@tanstack/react-router'
import { Fingerprint } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { offeredScopePart } from '@/maintenance/instance-ids/offered-scope.ts'
import { useSessionPart } from '@/runs/use-session.ts'
import { Button } from '@/ui/controls/Button.tsx'

/** For admins: what the filters show becomes the scope of the Instance IDs page. */
export function FilterHandover({ rows, isPartial }: { rows: readonly Cvm[]; isPartial: boolean }) {
  const navigate = useNavigate()
  const offered = useSessionPart(offeredScopePart)
  return (
    <Button
      size="sm"
      variant="quiet"
      icon={Fingerprint}
      disabledReason={isPartial ? 'The fleet is still loading; more may match.' : null}
      onClick={() => {
        offered.set({ kind: 'filter', cvmIds: rows.map(({ id }) => id) })
        void navigate({ to: '/instance-ids' })
      }}
    >
      Refresh instance IDs of these {formatNumber(rows.length)}
    </Button>
  )
}
