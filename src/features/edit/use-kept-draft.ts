import { useEffect, useRef } from 'react'
import type { EnvironmentChange } from '@/updates/environment/environment-set.ts'
import type { EditValues } from '@/updates/fields/fields.ts'
import type { DraftHandle } from '@/updates/drafts/use-draft.ts'

const saveDelayMs = 400

/** Keeps the edits in this browser while they are made, and at the latest when the page goes away. */
export function useKeptDraft(drafts: DraftHandle, baseline: EditValues, values: EditValues, environment: EnvironmentChange | null) {
  const unsaved = useRef<Parameters<DraftHandle['save']>>(undefined)
  const isFirst = useRef(true)

  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false // what was just read need not be written
      return undefined
    }
    unsaved.current = [baseline, values, environment]
    const timer = setTimeout(() => {
      unsaved.current = undefined
      drafts.save(baseline, values, environment)
    }, saveDelayMs)
    return () => clearTimeout(timer)
  }, [drafts, baseline, values, environment])

  useEffect(() => {
    const flush = () => {
      if (!unsaved.current) return
      drafts.save(...unsaved.current)
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
      drafts.save(baseline, values, environment)
    },
    /** What waits to be written is forgotten. */
    forget: () => {
      unsaved.current = undefined
    },
  }
}
