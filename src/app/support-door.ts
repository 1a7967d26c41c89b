import { createElement } from 'react'
import { supportDoor } from '@/ui/feedback/support-door.ts'
import { optionalPart } from '@/ui/layout/optional-part.tsx'

const SupportDialog = optionalPart(() => import('@/features/support/SupportDialog.tsx').then((module) => module.SupportDialog), {
  name: 'The support details',
})

/** From now on every failure that is shown leads to the support details. */
export const openSupportDoor = () => supportDoor.set((props) => createElement(SupportDialog, props))
