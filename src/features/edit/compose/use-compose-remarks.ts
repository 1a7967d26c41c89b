import { useCallback, useEffect, useState } from 'react'
import type { MoveOptions, MoveResult } from '@/compose/move-secret.ts'
import type { ComposeReading, VariableComparison } from '@/compose/read-compose.ts'
import type { ComposeRemark, SecretPlace } from '@/compose/remark.ts'
import { createWorkerClient } from '@/lib/worker-client.ts'
import type { ComposeAnswer, ComposeQuestion } from './compose-lint.worker.ts'

const pauseMs = 150

const openReader = () =>
  createWorkerClient<ComposeQuestion, ComposeAnswer>(
    () => new Worker(new URL('./compose-lint.worker.ts', import.meta.url), { type: 'module' }),
  )

const noVariables: VariableComparison = { missing: [], unused: [] }

/** Where the file cannot be read here at all, that is said; it blocks nothing, since the server judges it anyway. */
const unread: ComposeReading = {
  remarks: [
    {
      line: 1,
      column: 1,
      severity: 'warning',
      rule: 'unread',
      message: 'This browser could not check the file, so mistakes in it show only when the CVM starts. Your text is kept.',
    },
  ],
  variables: noVariables,
}

export interface ComposeCheck {
  remarks: ComposeRemark[]
  variables: VariableComparison
  /** False while the remarks speak of an older text. */
  isCurrent: boolean
  /** Takes a secret out of a text. Rejects where workers are not allowed. */
  move: (text: string, place: SecretPlace, options: MoveOptions) => Promise<MoveResult>
}

/** What a compose file says, read in a worker after a short pause in typing. */
export function useComposeRemarks(text: string | null, names: string[] | null, script: string): ComposeCheck {
  const [reader] = useState(openReader)
  const [checked, setChecked] = useState<{ text: string | null; reading: ComposeReading }>({
    text: null,
    reading: { remarks: [], variables: noVariables },
  })

  useEffect(() => () => reader.close(), [reader])

  useEffect(() => {
    if (text === null) return undefined
    let isOutdated = false
    const keep = (reading: ComposeReading) => {
      if (!isOutdated) setChecked({ text, reading })
    }
    const timer = setTimeout(() => {
      reader.ask({ ask: 'read', text, names, script }).then(
        (answer) => keep('reading' in answer ? answer.reading : unread),
        () => keep(unread),
      )
    }, pauseMs)
    return () => {
      isOutdated = true
      clearTimeout(timer)
    }
  }, [reader, text, names, script])

  const move = useCallback<ComposeCheck['move']>(
    async (from, place, options) => {
      const answer = await reader.ask({ ask: 'move', text: from, place, options })
      return 'move' in answer ? answer.move : { moved: false, because: 'gone' }
    },
    [reader],
  )

  return { ...checked.reading, isCurrent: checked.text === text, move }
}
