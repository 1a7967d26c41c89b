import { useEffect, useRef } from 'react'
import type { EditValues } from '@/updates/fields.ts'
import type { DraftHandle } from '@/updates/use-draft.ts'

const saveDelayMs = 400

/** Keeps the edits in this browser while they are made, and at the latest when the page goes away. */
export function useKeptDraft(drafts: DraftHandle, baseline: EditValues, values: EditValues) {
  const unsaved = useRef<{ baseline: EditValues; values: EditValues }>(undefined)
  const isFirst = useRef(true)

  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false // what was just read need not be written
      return undefined
    }
    unsaved.current = { baseline, values }
    const timer = setTimeout(() => {
      unsaved.current = undefined
      drafts.save(baseline, values)
    }, saveDelayMs)
    return () => clearTimeout(timer)
  }, [drafts, baseline, values])

  useEffect(() => {
    const flush = () => {
      if (!unsaved.current) return
      drafts.save(unsaved.current.baseline, unsaved.current.values)
      unsaved.current = undefined
    }
    addEventListener('pagehide', flush)
    return () => {
      removeEventListener('pagehide', flush)
      flush()
    }
  }, [drafts])

  return {
    /** Writes at once, before something that builds on the draft. */
    saveNow: () => {
      unsaved.current = undefined
      drafts.save(baseline, values)
    },
    /** What waits to be written is forgotten. */
    forget: () => {
      unsaved.current = undefined
    },
  }
}
