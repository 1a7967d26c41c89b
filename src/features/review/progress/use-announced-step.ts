import { useEffect } from 'react'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { headlineOf } from '@/features/review/update-texts.ts'

/** Says every new step once, politely. */
export function useAnnouncedStep({ state, isRecovering }: UpdateHandle) {
  const text = isRecovering ? null : headlineOf(state)
  useEffect(() => {
    if (text) announce(text)
  }, [text])
}
