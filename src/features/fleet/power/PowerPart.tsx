import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { rememberStatuses } from '@/api/fleet-query.ts'
import { assertNever } from '@/lib/assert-never.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { showToast } from '@/ui/overlay/toast-store.ts'
import { powerRunsPart, type PowerWork } from '@/maintenance/power/power-runs.ts'
import { useRecordScope, useSessionPart } from '@/runs/use-session.ts'
import { PowerDialog, summaryOf } from './PowerDialog.tsx'
import { cvmCount, powerTexts } from './power-texts.ts'
import { usePowerWork } from './use-power-work.ts'

/** The start, restart, shutdown or stop of many CVMs: asked about and followed in a dialog; what an earlier page left behind is told on the fleet's page first. */
export default function PowerPart() {
  const queryClient = useQueryClient()
  const powerRuns = useSessionPart(powerRunsPart)
  const scope = useRecordScope()
  // Records of a closed page are outside of React.
  useEffect(() => {
    if (!scope) return
    const dropped = powerRuns.open(scope, (statuses) => rememberStatuses(queryClient, statuses))
    if (dropped === 'newer') {
      showToast({
        tone: 'caution',
        title: 'A newer version of this console has a run on record',
        message: 'Reload this page to see it. The states in the list below are what is true now.',
      })
    } else if (dropped) {
      showToast({
        tone: 'caution',
        title: 'The record of an earlier run could not be read',
        message: 'It was removed. The states in the list below are what is true now.',
      })
    }
  }, [powerRuns, scope, queryClient])

  const work = usePowerWork()
  // Somebody may have been asked before this part was loaded.
  const [isWatched, setWatched] = useState(work.step === 'asked')
  // While the dialog closes it still shows what it showed.
  const [last, setLast] = useState(work)
  if (work !== last && work.step !== 'none') {
    setLast(work)
    if (work.step === 'asked') setWatched(true)
  }
  const said = work.step === 'ended' ? summaryOf(work.run.action, work.run.outcomes) : null
  useEffect(() => {
    if (said) announce(said)
  }, [said])

  const isOpen = isWatched && work.step !== 'none'
  return (
    <>
      {isOpen ? null : <Left work={work} onShow={() => setWatched(true)} />}
      <PowerDialog
        work={work.step === 'none' ? last : work}
        isOpen={isOpen}
        onClose={() => {
          setWatched(false)
          powerRuns.close()
        }}
      />
    </>
  )
}

/** What is told of a stop that nobody watches at the moment. */
function Left({ work, onShow }: { work: PowerWork; onShow: () => void }) {
  if (work.step === 'none' || work.step === 'asked') return null
  const summary = summaryOf(work.run.action, work.run.outcomes)
  const what = `${powerTexts[work.run.action].noun} of ${cvmCount(work.run.cvms.length)}`
  const actions = (
    <Button size="sm" onClick={onShow}>
      Show results
    </Button>
  )
  switch (work.step) {
    case 'elsewhere':
      return (
        <Notice title={`Another tab of this browser is running a ${what} now.`} actions={actions}>
          <p>{summary}</p>
        </Notice>
      )
    case 'running':
      return (
        <Notice title={`A ${what} is under way.`} actions={actions}>
          <p>{summary}</p>
        </Notice>
      )
    case 'looking':
      return (
        <Notice
          isAnnounced
          title={
            work.isCertain
              ? `A ${what} was interrupted. What it may have sent is being looked up; nothing is sent.`
              : `A ${what} has not ended on record. What it may have sent is being looked up; nothing is sent.`
          }
        />
      )
    case 'ended':
      return (
        <Notice
          isAnnounced
          tone={work.wasInterrupted ? 'caution' : 'neutral'}
          title={
            work.lookedAt
              ? `A ${what} has not ended on record. It may be under way in another tab of this browser.`
              : work.wasInterrupted
                ? `A ${what} was interrupted when its page was closed.`
                : `A ${what} has ended.`
          }
          actions={actions}
        >
          <p>
            {summary}.{work.wasInterrupted ? ' What it may have sent was looked up; nothing was sent again.' : ''}
          </p>
        </Notice>
      )
    default:
      return assertNever(work)
  }
}
