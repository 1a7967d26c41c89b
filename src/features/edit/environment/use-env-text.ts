import { useEffect, useState } from 'react'
import type { EnvText } from '@/compose/env-text.ts'
import { createWorkerClient } from '@/lib/worker-client.ts'
import type { ComposeAnswer, ComposeQuestion } from '@/features/edit/compose/compose-lint.worker.ts'

const nothing: EnvText = { entries: [], remarks: [], problemCount: 0 }
const failed: EnvText = {
  entries: [],
  remarks: [{ line: 1, severity: 'problem', message: 'This browser could not read the text. Nothing was added.' }],
  problemCount: 1,
}

const openReader = () =>
  createWorkerClient<ComposeQuestion, ComposeAnswer>(
    () => new Worker(new URL('../compose/compose-lint.worker.ts', import.meta.url), { type: 'module' }),
  )

/** Pasted `.env` text as it is read, in a worker: a long one takes longer than a keystroke may. Of an older text nothing is given. */
export function useEnvText(text: string): EnvText {
  const [reader] = useState(openReader)
  const [read, setRead] = useState<{ text: string; result: EnvText }>({ text: '', result: nothing })

  useEffect(() => () => reader.close(), [reader])

  useEffect(() => {
    let isOutdated = false
    const keep = (result: EnvText) => {
      if (!isOutdated) setRead({ text, result })
    }
    if (text === '') return undefined
    reader.ask({ ask: 'env', text }).then(
      (answer) => keep('env' in answer ? answer.env : failed),
      () => keep(failed),
    )
    return () => {
      isOutdated = true
    }
  }, [reader, text])

  return text !== '' && read.text === text ? read.result : nothing
}
