import { useEffect, useRef, useState } from 'react'
import { systemClock } from '@/lib/clock.ts'
import type { WalletCall } from '@/chain/call-register.ts'
import { type AskingPhase, stopWaitingFor, waitedFor } from './ask-wallet.ts'
import { useTakesLong } from './use-takes-long.ts'

/** Hands a run of the checks what it has to report to, and what tells it that nobody wants its prompt any more. */
export type StartAsking<Result> = (tools: { onPhase: (phase: AskingPhase) => void; isCancelled: () => boolean }) => Promise<Result>

/** One request to the wallet at a time: how far it is, and what came of the last one. `null` results leave nothing to say. */
export function useAsking<Result>(call: WalletCall) {
  const [phase, setPhase] = useState<AskingPhase | 'idle'>('idle')
  const [ended, setEnded] = useState<{ result: Result; at: number } | null>(null)
  const isSlow = useTakesLong(phase === 'idle' || phase === 'looking' ? null : phase)

  const run = useRef(0)
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])

  async function ask(start: StartAsking<Result | null>) {
    const thisRun = ++run.current
    const isCurrent = () => run.current === thisRun
    setEnded(null)
    const result = await start({
      onPhase: (next) => isCurrent() && setPhase(next),
      isCancelled: () => isGone.current || !isCurrent(),
    })
    if (!isCurrent()) return
    setPhase('idle')
    setEnded(result === null ? null : { result, at: systemClock.now().getTime() })
  }

  /** A prompt of this tab is open, asked for here or before this was on screen. */
  const asked = waitedFor(call)

  return {
    phase,
    asked,
    isAsking: phase === 'asking' || (phase === 'idle' && asked !== null),
    isSlow,
    result: ended?.result ?? null,
    endedAt: ended?.at ?? 0,
    ask,
    /** The checks under way lead nowhere. A prompt that is open stays in the wallet, and its answer is still reported. */
    stop: () => {
      run.current++
      stopWaitingFor(call)
      setPhase('idle')
    },
  }
}

export type Asking<Result> = ReturnType<typeof useAsking<Result>>
