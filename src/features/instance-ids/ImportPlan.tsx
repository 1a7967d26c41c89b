import { FileInput } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/ui/Button.tsx'
import { Notice } from '@/ui/Notice.tsx'
import { maintenance, type Place } from './maintenance-store.ts'
import { planFileProblemTexts, readPlanFile } from './plan-file.ts'

/** Opens a plan that another admin exported, after checking that it is whole and of this server. */
export function ImportPlan({ place, disabledReason }: { place: Place; disabledReason: string | null }) {
  const fileInput = useRef<HTMLInputElement>(null)
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
      <Button size="sm" variant="quiet" icon={FileInput} disabledReason={disabledReason} onClick={() => fileInput.current?.click()}>
        Open an exported plan
      </Button>
      <input
        ref={fileInput}
        type="file"
        accept=".json,application/json"
        aria-label="Exported plan"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) void open(file)
        }}
      />
      {problem ? <Notice tone="stop" role="alert" title={problem} /> : null}
    </div>
  )
}
