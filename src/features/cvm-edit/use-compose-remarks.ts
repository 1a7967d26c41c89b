import { useEffect, useRef, useState } from 'react'
import type { ComposeRemark } from '@/domain/compose-lint.ts'

const pauseMs = 150

interface Answer {
  id: number
  remarks: ComposeRemark[]
}

/**
 * Remarks about a compose file, read in a worker after a short pause in typing. `isCurrent` is false while they speak of an older text.
 * Where workers are not allowed the text counts as checked: the server judges it anyway.
 */
export function useComposeRemarks(text: string | null, names: string[] | null): { remarks: ComposeRemark[]; isCurrent: boolean } {
  const worker = useRef<Worker>(undefined)
  const lastId = useRef(0)
  const [answer, setAnswer] = useState<{ text: string | null; remarks: ComposeRemark[] }>({ text: null, remarks: [] })

  useEffect(() => () => worker.current?.terminate(), [])

  useEffect(() => {
    if (text === null) return undefined
    const id = ++lastId.current
    const timer = setTimeout(() => {
      const unchecked = () => setAnswer({ text, remarks: [] })
      try {
        worker.current ??= new Worker(new URL('./compose-lint.worker.ts', import.meta.url), { type: 'module' })
      } catch {
        return unchecked()
      }
      worker.current.addEventListener('error', unchecked, { once: true })
      worker.current.onmessage = ({ data }: MessageEvent<Answer>) => {
        if (data.id === lastId.current) setAnswer({ text, remarks: data.remarks })
      }
      return worker.current.postMessage({ id, text, names })
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [text, names])

  return { remarks: answer.remarks, isCurrent: answer.text === text }
}
