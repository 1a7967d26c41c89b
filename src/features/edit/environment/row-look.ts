import { CircleDashed, CircleMinus, CirclePlus, PencilLine } from 'lucide-react'
import type { BadgeTone } from '@/ui/feedback/Badge.tsx'
import type { Icon } from '@/ui/layout/icon.ts'

/** How far a name is: the colours of the set, each with its word. */
export type RowStanding = 'open' | 'replaced' | 'added' | 'removed'

export const rowLook: Record<RowStanding, { word: string; tone: BadgeTone; icon: Icon; edge: string; bar: string }> = {
  open: { word: 'undecided', tone: 'caution', icon: CircleDashed, edge: 'border-l-caution', bar: 'bg-caution' },
  replaced: { word: 'new value', tone: 'changed', icon: PencilLine, edge: 'border-l-changed', bar: 'bg-changed' },
  added: { word: 'added', tone: 'accent', icon: CirclePlus, edge: 'border-l-accent', bar: 'bg-accent' },
  removed: { word: 'removed', tone: 'stop', icon: CircleMinus, edge: 'border-l-stop', bar: 'bg-stop' },
}

/** Where a row stands on the page, for jumps to it. */
export const rowElementId = (row: string) => `env-${row}`
