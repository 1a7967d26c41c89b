import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { stopCvms } from '@/api/batch-stop.ts'
import { fetchStatusBatch } from '@/api/cvm-list.ts'
import { rememberStatuses } from '@/api/fleet-query.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { systemClock } from '@/lib/clock.ts'
import { announce } from '@/ui/announce.ts'
import { mayRetry, stopMany, type StopOutcome } from './stop-many.ts'

type Outcomes = ReadonlyMap<string, StopOutcome>

/** One stop of these CVMs with its retries. What it learns about them is in the fleet at once. */
export function useStopMany(cvms: readonly Cvm[]) {
  const queryClient = useQueryClient()
  const [outcomes, setOutcomes] = useState<Outcomes>(new Map())
  const [isRunning, setRunning] = useState(false)
  const [isEnding, setEnding] = useState(false)
  const end = useRef(new AbortController())

  /** All at first, then what failed or was not sent. */
  async function run() {
    const targets = cvms.filter(({ id }) => outcomes.size === 0 || mayRetry(outcomes.get(id)!)) // every target has an outcome once it ran
    let now: Outcomes = new Map<string, StopOutcome>([...outcomes, ...targets.map(({ id }) => [id, { kind: 'waiting' }] as const)])
    end.current = new AbortController()
    setOutcomes(now)
    setRunning(true)
    setEnding(false)
    await stopMany(
      targets.map(({ id, vmUuid }) => ({ id, vmUuid, wasUncertain: ['unknown', 'error'].includes(outcomes.get(id)?.kind ?? '') })),
      {
        stop: stopCvms,
        look: async (vmUuids) => {
          const statuses = await fetchStatusBatch(vmUuids)
          rememberStatuses(queryClient, statuses)
          return statuses
        },
        tell: (some) => {
          now = new Map([...now, ...some])
          setOutcomes(now)
        },
        clock: systemClock,
        signal: end.current.signal,
      },
    )
    setRunning(false)
    announce(summaryOf(now))
  }

  return {
    outcomes,
    isRunning,
    isEnding,
    retryable: [...outcomes.values()].filter(mayRetry).length,
    run,
    sendNoMore: () => {
      end.current.abort()
      setEnding(true)
    },
  }
}

const words: [StopOutcome['kind'], string][] = [
  ['accepted', 'stopping'],
  ['skipped', 'skipped'],
  ['error', 'failed'],
  ['unknown', 'unknown'],
  ['not-sent', 'not sent'],
]

/** As in "12 stopping, 1 skipped"; only what there is. */
export function summaryOf(outcomes: Outcomes): string {
  const counts = new Map<string, number>()
  for (const { kind } of outcomes.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return words
    .flatMap(([kind, word]) => (counts.has(kind) ? [`${counts.get(kind)!.toLocaleString('en')} ${word}`] : [])) // checked in the same line
    .join(', ')
}
