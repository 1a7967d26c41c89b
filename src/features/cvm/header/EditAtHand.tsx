import { useIsFetching } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { whenIdle } from '@/lib/when-idle.ts'
import { preloadCodeEditor } from '@/ui/code/CodeEditor.tsx'

/** How long nothing has been read: what the page itself shows comes first, also over a slow line. */
const quietMs = 1_000

/**
 * Fetches the edit page, its editor and the stored files while one still reads, so that Edit opens at once. Shows nothing, and is a part of its
 * own for that: each read that begins or ends makes it anew, which the page that holds it must not be.
 */
export function EditAtHand({ cvmId }: { cvmId: string }) {
  const router = useRouter()
  const isQuiet = useIsFetching() === 0
  // Once: what the page reads again and again is followed by as many quiet moments.
  const [isAtHand, setAtHand] = useState(false)
  useEffect(() => {
    if (!isQuiet || isAtHand) return undefined
    let callOff = () => {}
    const timer = setTimeout(() => {
      callOff = whenIdle(() => {
        setAtHand(true)
        preloadCodeEditor()
        void router.preloadRoute({ to: '/cvms/$cvmId/edit', params: { cvmId } }).catch(() => {})
      })
    }, quietMs)
    return () => {
      clearTimeout(timer)
      callOff()
    }
  }, [router, cvmId, isQuiet, isAtHand])
  return null
}
