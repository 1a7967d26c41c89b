import { FileDiff } from 'lucide-react'
import { useState } from 'react'
import { saveTextFile } from '@/lib/save-text-file.ts'
import type { RecordScope } from '@/runs/records.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { writeChangeFile } from '@/updates/handover/change-file.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { readOwnChange } from './own-change.ts'

/** Hands over what the hash stands for, so that the approver need not take anybody's word for it. */
export function SaveChange({ cvmId, ticket }: { cvmId: string; ticket: Ticket }) {
  const scope = useRecordScope()
  const [phase, setPhase] = useState<'idle' | 'reading' | 'impossible'>('idle')
  if (!scope) return null

  async function save(known: RecordScope) {
    setPhase('reading')
    const change = await readOwnChange(known, cvmId, ticket)
    setPhase(change ? 'idle' : 'impossible')
    if (change) saveTextFile(`change-${ticket.composeHash.slice(0, 8)}.json`, writeChangeFile(change))
  }

  return (
    <>
      <Button size="sm" icon={FileDiff} busy={phase === 'reading'} onClick={() => void save(scope)}>
        Save the change
      </Button>
      {phase === 'impossible' ? (
        <span role="alert" className="text-12 text-muted">
          The change behind this hash cannot be proven here at the moment.
        </span>
      ) : null}
    </>
  )
}
