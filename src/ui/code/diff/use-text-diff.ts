import { useEffect, useState } from 'react'
import { createWorkerClient } from '@/lib/worker-client.ts'
import type { DiffQuestion, TextDiff } from './diff-rows.ts'

const openDiffer = () =>
  createWorkerClient<DiffQuestion, TextDiff>(() => new Worker(new URL('./text-diff.worker.ts', import.meta.url), { type: 'module' }))

/**
 * The difference of two texts, computed off the main thread; `null` until it is there. Where workers are not allowed, on it. `missing` when
 * neither could be loaded; another `attempt` asks again.
 */
export function useTextDiff(before: string, after: string, attempt = 0): TextDiff | null | 'missing' {
  const [differ] = useState(openDiffer)
  const [known, setKnown] = useState<{ before: string; after: string; diff: TextDiff | 'missing' } | null>(null)

  useEffect(() => () => differ.close(), [differ])

  useEffect(() => {
    let isOutdated = false
    const question = { before, after }
    const keep = (diff: TextDiff | 'missing') => {
      if (!isOutdated) setKnown({ ...question, diff })
    }
    const onMainThread = () => import('./text-diff.ts').then(({ diffTexts }) => keep(diffTexts(question))).catch(() => keep('missing'))
    differ.ask(question).then(keep, () => (isOutdated ? undefined : onMainThread()))
    return () => {
      isOutdated = true
    }
    // oxlint-disable-next-line react/exhaustive-deps -- another attempt asks the same once more
  }, [differ, before, after, attempt])

  return known && known.before === before && known.after === after ? known.diff : null
}
