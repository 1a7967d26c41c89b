import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { whenIdle } from '@/lib/when-idle.ts'
import { preloadCodeEditor } from '@/ui/code/CodeEditor.tsx'

/** Fetches the edit page, its editor and the stored files while one still reads, so that Edit opens at once. */
export function useEditAtHand(cvmId: string) {
  const router = useRouter()
  useEffect(
    () =>
      whenIdle(() => {
        preloadCodeEditor()
        void router.preloadRoute({ to: '/cvms/$cvmId/edit', params: { cvmId } }).catch(() => {})
      }),
    [router, cvmId],
  )
}
