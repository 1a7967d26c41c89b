import { useEffect, useRef, useState } from 'react'
import { systemClock } from '@/lib/clock.ts'
import { signRegistration, stopWaitingFor, type SigningOptions, type SigningPhase, type SigningResult } from './sign-registration.ts'
import { useTakesLong } from '@/features/approval/wallet/use-takes-long.ts'

interface SigningInput extends Omit<SigningOptions, 'onPhase' | 'isCancelled'> {
  /** The last check found what the page did not know yet. */
  onBlocked: () => void
}

/** One signature at a time, with what is going on and what came of it. */
export function useSigning(input: SigningInput) {
  const [phase, setPhase] = useState<SigningPhase | 'idle'>('idle')
  const [result, setResult] = useState<SigningResult | null>(null)
  const [endedAt, setEndedAt] = useState(0)
  const isSlow = useTakesLong(phase === 'asking')

  // The answer may come long after the press; it goes to whoever shows this update by then.
  const latest = useRef(input)
  useEffect(() => {
    latest.current = input
  })
  const run = useRef(0)
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])

  async function sign() {
    const { send: _send, onBlocked: _onBlocked, ...rest } = latest.current
    const thisRun = ++run.current
    const isCurrent = () => run.current === thisRun
    setResult(null)
    const outcome = await signRegistration({
      ...rest,
      send: (event) => latest.current.send(event),
      onPhase: (next) => isCurrent() && setPhase(next),
      isCancelled: () => isGone.current || !isCurrent(),
    })
    if (!isCurrent() || outcome.kind === 'busy') return
    setPhase('idle')
    setEndedAt(systemClock.now().getTime())
    if (outcome.kind === 'blocked') latest.current.onBlocked()
    setResult(outcome.kind === 'cancelled' ? null : outcome)
  }

  function stopWaiting() {
    run.current++
    stopWaitingFor(latest.current.ticket)
    setPhase('idle')
    latest.current.send({ type: 'closeWallet' })
  }

  /** Before the wallet was asked: the checks under way lead nowhere. */
  function cancel() {
    run.current++
    setPhase('idle')
  }

  return { phase, isSlow, result, endedAt, sign: () => void sign(), stopWaiting, cancel }
}
