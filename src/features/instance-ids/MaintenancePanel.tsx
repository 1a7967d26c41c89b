import { useEffect, useRef } from 'react'
import { announce } from '@/ui/feedback/announce.ts'
import type { Work } from '@/maintenance/instance-ids/maintenance-store.ts'
import type { RecordScope } from '@/runs/records.ts'
import { PlanPane } from './preview/PlanPane.tsx'
import { RunPane } from './run/RunPane.tsx'
import { counted } from '@/lib/counted.ts'
import { countByStatus } from '@/maintenance/instance-ids/refresh-plan.ts'
import { progressOf } from '@/maintenance/instance-ids/refresh-run.ts'
import { pauseTexts } from './run/pause-texts.ts'
import { ScopeForm } from './scope/ScopeForm.tsx'
import { useMaintenanceWork } from './use-maintenance.ts'
import { NoPlanPane } from './preview/NoPlanPane.tsx'

interface MaintenancePanelProps {
  place: RecordScope
  actor: string | null
  workspaceId: string | null
}

/** Scope on the left, plan and run on the right; one below the other where there is no room. */
export function MaintenancePanel({ place, actor, workspaceId }: MaintenancePanelProps) {
  const work = useMaintenanceWork()
  const rightSide = useRef<HTMLElement>(null)
  const { step } = work
  useEffect(() => {
    // On a small screen the right side is far below the button that fills it.
    if (step === 'planning' && rightSide.current && rightSide.current.getBoundingClientRect().top > innerHeight * 0.8) {
      rightSide.current.scrollIntoView({ block: 'start' })
    }
  }, [step])
  const stage = work.step !== 'applying' ? step : work.note === 'looking' ? 'none' : work.run.step === 'finished' ? 'finished' : step
  const seenStage = useRef(stage)
  useEffect(() => {
    const before = seenStage.current
    seenStage.current = stage
    // At first there is nothing to press here; what comes then is the record of an earlier page.
    if (before === stage || before === 'none' || !rightSide.current || document.activeElement !== document.body) return
    // What was pressed is gone with the stage it belonged to: the focus goes to what stands there now.
    rightSide.current.focus({ preventScroll: true })
    if (rightSide.current.getBoundingClientRect().top < 0) rightSide.current.scrollIntoView({ block: 'start' })
  }, [stage])
  const said = whatToSay(work)
  useEffect(() => {
    if (said) announce(said)
  }, [said])
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[17rem_minmax(0,1fr)]">
      <ScopeForm place={place} actor={actor} workspaceId={workspaceId} work={work} />
      <section ref={rightSide} aria-label="Preview and outcome" tabIndex={-1} className="min-w-0 scroll-mt-16 space-y-4 focus:outline-none">
        {work.step === 'planned' ? (
          <PlanPane key={work.plan.digest} plan={work.plan} isImported={work.isImported} note={work.note} actor={actor} />
        ) : work.step === 'applying' || work.step === 'elsewhere' ? (
          <RunPane work={work} actor={actor} />
        ) : (
          <NoPlanPane work={work} />
        )}
      </section>
    </div>
  )
}

/** For those who do not see the right side change. Progress is not read out, only its ends. */
function whatToSay(work: Work): string | null {
  switch (work.step) {
    case 'planned': {
      const { updated, conflict, error } = countByStatus(work.plan.rows)
      return `Preview ready. ${updated} to write, ${conflict} in conflict, ${error} with an error. Nothing is written yet.`
    }
    case 'applying':
      return work.run.step === 'finished'
        ? `${work.run.isStopped ? 'Stopped' : 'Done'}. ${counted(progressOf(work.run).rowsDone, 'row')} processed.`
        : work.run.step === 'paused' && work.note !== 'looking'
          ? pauseTexts[work.run.reason].title
          : null
    default:
      return null
  }
}
