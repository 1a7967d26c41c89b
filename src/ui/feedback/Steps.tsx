import { Check, CircleHelp, Diamond, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import { Spinner } from './Spinner.tsx'

/** `unclear`: it is over, and nobody can say how it ended. Nothing is waited for. */
export type StepState = 'todo' | 'active' | 'waiting' | 'done' | 'failed' | 'unclear'

export interface Step {
  id: string
  label: ReactNode
  state: StepState
  /** Proof, time, or what the step waits for. */
  detail?: ReactNode
  /** The step touches the chain or asks for a signature. */
  tone?: 'onchain'
}

const stateWords: Record<StepState, string> = {
  todo: 'not started',
  active: 'running',
  waiting: 'waiting',
  done: 'done',
  failed: 'failed',
  unclear: 'not certain',
}

/** A course of steps, each filling from outline to filled as facts arrive. */
export const Steps = ({ steps, label }: { steps: Step[]; label?: string }) => (
  <ol aria-label={label}>
    {steps.map((step, index) => (
      <li
        key={step.id}
        aria-current={step.state === 'active' || step.state === 'waiting' ? 'step' : undefined}
        className="relative flex gap-3 pb-4 last:pb-0"
      >
        {index < steps.length - 1 ? (
          <span
            aria-hidden
            className={classNames('absolute top-6 bottom-0 left-[0.6875rem] w-px', step.state === 'done' ? 'bg-edge' : 'bg-line')}
          />
        ) : null}
        <Marker step={step} number={index + 1} />
        <div className="min-w-0 flex-1 pt-0.5">
          <p className={classNames('text-13 font-medium', step.state === 'todo' && 'text-muted', step.state === 'failed' && 'text-stop')}>
            {step.label}
            <span className="sr-only">, {stateWords[step.state]}</span>
          </p>
          {step.detail ? <div className="mt-0.5 text-13 text-muted [overflow-wrap:anywhere]">{step.detail}</div> : null}
        </div>
      </li>
    ))}
  </ol>
)

function Marker({ step: { state, tone }, number }: { step: Step; number: number }) {
  const isChain = tone === 'onchain'
  const outline = classNames(
    'bg-raised',
    isChain ? 'border-onchain text-onchain' : state === 'todo' ? 'border-edge text-muted' : 'border-accent text-accent',
  )
  const filled = isChain ? 'border-onchain bg-onchain text-onchain-on' : 'border-accent bg-accent text-accent-on'
  const ended: Partial<Record<StepState, string>> = {
    done: filled,
    failed: 'border-stop bg-stop text-stop-on',
    unclear: 'border-caution/40 bg-caution-soft text-caution',
  }
  return (
    <span
      aria-hidden
      translate="no"
      className={classNames(
        'relative z-1 flex size-6 shrink-0 items-center justify-center rounded-full border text-12 font-semibold tabular-nums',
        ended[state] ?? outline,
      )}
    >
      {state === 'done' ? (
        <Check className="size-3.5" strokeWidth={2.5} />
      ) : state === 'failed' ? (
        <X className="size-3.5" strokeWidth={2.5} />
      ) : state === 'unclear' ? (
        <CircleHelp className="size-3.5" strokeWidth={2.5} />
      ) : state === 'active' ? (
        <Spinner />
      ) : isChain ? (
        <Diamond className={classNames('size-3', state === 'waiting' && 'fill-current')} strokeWidth={2.5} />
      ) : (
        number
      )}
    </span>
  )
}
