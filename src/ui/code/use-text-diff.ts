import { useEffect, useState } from 'react'
import { createWorkerClient } from '@/lib/worker-client.ts'
import type { DiffQuestion, TextDiff } from './diff-rows.ts'

const openDiffer = () =>
  createWorkerClient<DiffQuestion, TextDiff>(() => new Worker(new URL('./text-diff.worker.ts', import.meta.url), { type: 'module' }))

/** The difference of two texts, computed off the main thread; `null` until it is there. Where workers are not allowed, on it. */
export function useTextDiff(before: string, after: string): TextDiff | null {
  const [differ] = useState(openDiffer)
  const [known, setKnown] = useState<{ before: string; after: string; diff: TextDiff } | null>(null)

  useEffect(() => () => differ.close(), [differ])

  useEffect(() => {
    let isOutdated = false
    const question = { before, after }
    const keep = (diff: TextDiff) => {
      if (!isOutdated) setKnown({ ...question, diff })
    }
    const onMainThread = () => import('./text-diff.ts').then(({ diffTexts }) => keep(diffTexts(question)))
    differ.ask(question).then(keep, () => (isOutdated ? undefined : onMainThread()))
    return () => {
      isOutdated = true
    }
  }, [differ, before, after])

  return known && known.before === before && known.after === after ? known.diff : null
}
