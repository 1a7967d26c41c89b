import { FileDiff } from 'lucide-react'
import { useState } from 'react'
import { browserStore } from '@/lib/storage.ts'
import { saveTextFile } from '@/lib/save-text-file.ts'
import type { RecordScope } from '@/runs/records.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { writeChangeFile } from '@/updates/handover/change-file.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { readProvenChange } from '@/updates/verdict/judge-prepared.ts'
import { journalRecords } from '@/updates/engine/update-journal.ts'
import * as cvms from '@/api/cvms.ts'

/** Hands over what the hash stands for, so that the approver need not take anybody's word for it. */
export function SaveChange({ cvmId, ticket }: { cvmId: string; ticket: Ticket }) {
  const scope = useRecordScope()
  const [phase, setPhase] = useState<'idle' | 'reading' | 'impossible'>('idle')
  if (!scope) return null

  async function save(known: RecordScope) {
    setPhase('reading')
    const wanted = journalRecords(browserStore, known).read(cvmId).value?.wanted ?? {}
    const change = await readProvenChange(cvms, cvmId, {
      composeHash: ticket.composeHash,
      wanted,
      isWhole: ticket.isWholeManifest === true,
    }).catch(() => null)
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
