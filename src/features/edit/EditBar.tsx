import { ArrowRight, Diamond, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { counted } from '@/lib/counted.ts'
import { formatDuration } from '@/lib/durations.ts'
import type { UpdatePlan } from '@/updates/plan/update-plan.ts'
import { sentenceFor } from '@/updates/verdict/signing-words.ts'
import type { ContractObstacles } from '@/updates/verdict/use-contract-obstacles.ts'
import { Figures } from '@/ui/layout/Figures.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'

interface EditBarProps {
  plan: UpdatePlan
  /** Who has to sign, as far as the chain was read. */
  obstacles: ContractObstacles
  /** Why nothing can be reviewed now. */
  blockedBy: string | null
  /** How many fields keep it from being reviewed. */
  toFix: number
  /** Pressed although it is blocked: goes to the first of them. */
  onBlockedPress: () => void
  onDiscard: (() => void) | null
}

/** What pressing the button leads to, true at every keystroke. */
export function EditBar({ plan, obstacles, blockedBy, toFix, onBlockedPress, onDiscard }: EditBarProps) {
  const [asksDiscard, setAsksDiscard] = useState(false)
  return (
    <section
      aria-label="What these edits lead to"
      className="z-10 tall:sticky tall:bottom-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded border border-edge/60 bg-raised px-4 py-3 shadow-menu"
    >
      <output className="min-w-0 flex-1 basis-60 text-13">
        <PlanSentence plan={plan} obstacles={obstacles} />
      </output>
      <div className="ml-auto flex flex-wrap items-center justify-end gap-2">
        {toFix > 0 ? (
          <Button variant="quiet" icon={TriangleAlert} onClick={onBlockedPress}>
            {counted(toFix, 'field')} to fix
          </Button>
        ) : null}
        {onDiscard ? (
          <Button variant="quiet" onClick={() => setAsksDiscard(true)}>
            Discard edits
          </Button>
        ) : null}
        {/* Sends the form, so that Enter in a field does the same. */}
        <Button type="submit" variant="primary" disabledReason={blockedBy} onDisabledPress={onBlockedPress}>
          Review
          <ArrowRight aria-hidden className="size-3.5" />
        </Button>
      </div>
      <Dialog
        open={asksDiscard}
        onClose={() => setAsksDiscard(false)}
        size="sm"
        title="Discard your edits?"
        footer={
          <>
            <Button onClick={() => setAsksDiscard(false)}>Keep them</Button>
            <Button
              variant="danger"
              onClick={() => {
                setAsksDiscard(false)
                onDiscard?.()
              }}
            >
              Discard
            </Button>
          </>
        }
      >
        <p className="text-13">The form goes back to what the server holds. The edits are gone from this browser as well.</p>
      </Dialog>
    </section>
  )
}

function PlanSentence({ plan, obstacles }: Pick<EditBarProps, 'plan' | 'obstacles'>) {
  if (plan.changes.length === 0) return <span className="text-muted">{plan.sentence}</span>
  const parts: ReactNode[] = sentenceFor(plan, obstacles)
    .split(' · ')
    .map((part) => <Figures key={part}>{part}</Figures>)
  const [changes, restart, signature] = parts
  const usual = plan.durations?.usual ?? null
  return (
    <>
      <strong className="font-semibold">{changes}</strong>
      <Dot />
      {restart}
      {usual === null ? null : (
        <span className="text-muted">
          {' '}
          <Figures>{`(usually ${formatDuration(usual)})`}</Figures>
        </span>
      )}
      <Dot />
      {plan.signature === 'none' ? (
        signature
      ) : (
        <span className="inline-flex items-center gap-1 font-medium text-onchain">
          <Diamond aria-hidden className="size-3 fill-current" />
          <span>{signature}</span>
        </span>
      )}
    </>
  )
}

const Dot = () => <span className="text-muted"> · </span>
