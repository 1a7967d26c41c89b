import { useEffect, useState } from 'react'
import { PartMissing } from '@/ui/feedback/PartMissing.tsx'
import { type ShownFailure, supportDoor } from '@/ui/feedback/support-door.ts'
import { optionalPart } from '@/ui/layout/optional-part.tsx'

const name = 'The support details'
const SupportDialog = optionalPart(() => import('./SupportDialog.tsx').then((module) => module.SupportDialog), {
  name,
  missing: ({ open, onClose }, retry) => (open ? <PartMissing isAbove name={name} onRetry={retry} onClose={onClose} /> : null),
})

/**
 * From when this is mounted, every failure that is shown leads to the support details. They stand here and not in the failure’s notice: what
 * is read stays as it was when it was opened, also when the notice goes or tells of another failure meanwhile.
 */
export function SupportDoor() {
  const [opening, setOpening] = useState<{ failure: ShownFailure; number: number } | null>(null)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    supportDoor.set((failure) => {
      setOpening((last) => ({ failure, number: (last?.number ?? 0) + 1 }))
      setOpen(true)
    })
    return () => supportDoor.set(null)
  }, [])
  // Stays once it was opened, so that it closes in order and gives the focus back.
  return opening ? <SupportDialog key={opening.number} open={isOpen} failure={opening.failure} onClose={() => setOpen(false)} /> : null
}
