import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { ShownFailure } from '@/ui/feedback/support-door.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { SupportDetails } from './SupportDetails.tsx'
import { useSupportFacts } from './use-support-facts.ts'

interface SupportDialogProps {
  open: boolean
  failure: ShownFailure
  onClose: () => void
}

/** The same for one failure, over the page on which it happened: nothing that was typed or begun there is left. */
export function SupportDialog({ open, failure, onClose }: SupportDialogProps) {
  const { matches } = useRouter().state
  const [from] = useState(() => matches.at(-1)?.fullPath ?? null)
  const facts = useSupportFacts(from, failure)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Support details"
      description="This failure with recent requests, answers that were not understood, and how far updates got. It contains no key, token or value, and nothing leaves this page unless you copy it."
      size="lg"
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <SupportDetails facts={facts}>{(copy) => <div className="flex">{copy}</div>}</SupportDetails>
    </Dialog>
  )
}
