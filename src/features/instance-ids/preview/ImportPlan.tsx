import { FileInput } from 'lucide-react'
import { useState } from 'react'
import { FileButton } from '@/ui/controls/FileButton.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { maintenancePart } from '@/maintenance/instance-ids/maintenance-store.ts'
import type { RecordScope } from '@/runs/records.ts'
import { useSessionPart } from '@/runs/use-session.ts'
import { planFileProblemTexts, readPlanFile } from '@/maintenance/instance-ids/plan-file.ts'

/** Opens a plan that another admin exported, after checking that it is whole and of this server. */
export function ImportPlan({ place, disabledReason }: { place: RecordScope; disabledReason: string | null }) {
  const maintenance = useSessionPart(maintenancePart)
  const [problem, setProblem] = useState<string | null>(null)

  async function open(file: File) {
    setProblem(null)
    const text = await file.text().catch(() => null)
    if (text === null) return setProblem('This file could not be read. Was it moved or changed since you chose it?')
    const read = await readPlanFile(text, place)
    if ('plan' in read) maintenance.openPlan(read.plan)
    else setProblem(planFileProblemTexts[read.problem])
  }

  return (
    <div className="space-y-2">
      <FileButton
        size="sm"
        variant="quiet"
        icon={FileInput}
        disabledReason={disabledReason}
        label="Exported plan"
        accept=".json,application/json"
        onChoose={(file) => void open(file)}
      >
        Open an exported plan
      </FileButton>
      {problem ? <Notice tone="stop" role="alert" title={problem} /> : null}
    </div>
  )
}
