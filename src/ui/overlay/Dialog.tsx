import { useState } from 'react'
import { PartMissing } from '@/ui/feedback/PartMissing.tsx'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import type { DialogProps } from './dialog-props.ts'

const DialogPopup = optionalPart(() => import('./DialogPopup.tsx').then((module) => module.DialogPopup), {
  name: 'This dialog',
  missing: ({ open, onClose }, retry) => (open ? <PartMissing isAbove name="This dialog" onRetry={retry} onClose={onClose} /> : null),
})

/** Loads the dialog's code ahead of the press that opens it. */
export const preloadDialog = () => void import('./DialogPopup.tsx').catch(() => {})

/** A dialog. Focus goes in when it opens and back to where it was when it closes. Its code loads when one is first opened. */
export function Dialog(props: DialogProps) {
  const [wasOpened, setWasOpened] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const [opener, setOpener] = useState<Element | null>(null)
  if (props.open !== isOpen) {
    setOpen(props.open)
    if (props.open) {
      setWasOpened(true)
      setOpener(document.activeElement) // before anything in the dialog takes the focus
    }
  }
  if (!wasOpened) return null
  return <DialogPopup {...props} opener={opener} />
}
