import { CircleDashed, CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import { Spinner } from './Spinner.tsx'

export type StatusBadgeTone = 'ok' | 'moving' | 'off' | 'bad' | 'unknown'

// No drawings where most rows of a fleet have them; borders, since forced colours take backgrounds away.
const look: Record<StatusBadgeTone, { mark: ReactNode; text: string }> = {
  // Not green: green is for what was proved, and a running machine only says so of itself.
  ok: { mark: <span aria-hidden className="size-2 shrink-0 rounded-full border-4 border-current" />, text: 'text-text' },
  moving: { mark: <Spinner className="-mx-0.75" />, text: 'font-medium text-text' },
  off: { mark: <span aria-hidden className="size-2 shrink-0 rounded-full border-[1.5px] border-current" />, text: 'text-muted' },
  bad: { mark: <CircleX aria-hidden className="-mx-0.75 size-3.5 shrink-0" strokeWidth={2.25} />, text: 'font-medium text-stop' },
  unknown: { mark: <CircleDashed aria-hidden className="-mx-px size-2.5 shrink-0" strokeWidth={3} />, text: 'text-muted' },
}

/** State of something that runs: a mark and a word. */
export function StatusBadge({ tone, label, className }: { tone: StatusBadgeTone; label: string; className?: string }) {
  const { mark, text } = look[tone]
  return (
    <span className={classNames('inline-flex items-center gap-2 align-middle text-13 whitespace-nowrap', text, className)}>
      {mark}
      {label}
    </span>
  )
}
