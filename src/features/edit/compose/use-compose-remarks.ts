import { useEffect, useState } from 'react'
import type { ComposeRemark } from '@/domain/compose-lint.ts'
import { createWorkerClient } from '@/lib/worker-client.ts'
import type { LintQuestion } from './compose-lint.worker.ts'

const pauseMs = 150

const openLinter = () =>
  createWorkerClient<LintQuestion, ComposeRemark[]>(
    () => new Worker(new URL('./compose-lint.worker.ts', import.meta.url), { type: 'module' }),
  )

/**
 * Remarks about a compose file, read in a worker after a short pause in typing. `isCurrent` is false while they speak of an older text.
 * Where workers are not allowed the text counts as checked: the server judges it anyway.
 */
export function useComposeRemarks(text: string | null, names: string[] | null): { remarks: ComposeRemark[]; isCurrent: boolean } {
  const [linter] = useState(openLinter)
  const [checked, setChecked] = useState<{ text: string | null; remarks: ComposeRemark[] }>({ text: null, remarks: [] })

  useEffect(() => () => linter.close(), [linter])

  useEffect(() => {
    if (text === null) return undefined
    let isOutdated = false
    const keep = (remarks: ComposeRemark[]) => {
      if (!isOutdated) setChecked({ text, remarks })
    }
    const timer = setTimeout(() => {
      linter.ask({ text, names }).then(keep, () => keep([]))
    }, pauseMs)
    return () => {
      isOutdated = true
      clearTimeout(timer)
    }
  }, [linter, text, names])

  return { remarks: checked.remarks, isCurrent: checked.text === text }
}
