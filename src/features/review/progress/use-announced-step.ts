import { useEffect } from 'react'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { stepTitles } from '@/features/review/update-texts.ts'

/** Says every new step once, politely. */
export function useAnnouncedStep({ state, isRecovering }: UpdateHandle) {
  const text = isRecovering || state.step === 'draft' || state.step === 'reviewing' ? null : stepTitles[state.step]
  useEffect(() => {
    if (text) announce(text)
  }, [text])
}
