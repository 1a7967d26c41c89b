import { useState } from 'react'
import { fields } from '@/updates/fields/fields.ts'
import type { TextFieldName } from '@/updates/plan/merge-baseline.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import type { MergedBy, UnmergedText } from '@/features/edit/use-edit-form.ts'
import { type MergedIn, MergedNotice } from './MergedNotice.tsx'

// Few edits meet somebody else's, so the library that merges comes when one does.
const MergeText = optionalPart(() => import('./MergeText.tsx').then((module) => module.MergeText), {
  name: 'What merges your text with the server’s',
})

interface MergeNoticesProps {
  unmerged: UnmergedText[]
  /** `by` says whether a person decided something in it. */
  onMerged: (field: TextFieldName, text: string, by: MergedBy) => void
}

/** Texts that were edited here and changed on the server: what is still to decide, and what was merged. */
export function MergeNotices({ unmerged, onMerged }: MergeNoticesProps) {
  const [done, setDone] = useState<MergedIn[]>([])
  function keep({ field, mine }: UnmergedText, text: string, by: MergedBy) {
    onMerged(field, text, by)
    setDone((earlier) => [...earlier.filter((one) => one.field !== field), { field, before: mine, after: text }])
    announce(`${fields[field].label}: changed elsewhere, and merged with your edits.`)
  }
  return (
    <>
      {unmerged.map((text) => (
        <MergeText key={text.field} unmerged={text} onMerged={keep} />
      ))}
      {done
        .filter(({ field }) => !unmerged.some((text) => text.field === field))
        .map((one) => (
          <MergedNotice key={one.field} {...one} onDismiss={() => setDone(done.filter(({ field }) => field !== one.field))} />
        ))}
    </>
  )
}
