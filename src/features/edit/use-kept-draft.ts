import { type RefObject, useEffect, useRef } from 'react'
import type { EnvironmentChange } from '@/updates/environment/environment-set.ts'
import { type EditValues, fieldNames } from '@/updates/fields/fields.ts'
import { sameValue } from '@/updates/plan/build-patch.ts'
import type { DraftHandle } from '@/updates/drafts/use-draft.ts'

const saveDelayMs = 400

/** What a form holds, and what it is compared with. */
interface Held {
  baseline: EditValues
  values: EditValues
  environment: EnvironmentChange | null
}

/** Whether a person made the difference: a field that moves together with what it is compared with was moved by the server. */
function wasEdited(before: Held, now: Held): boolean {
  const hasMoved = fieldNames.filter((name) => !sameValue(before.baseline[name], now.baseline[name]))
  if (fieldNames.some((name) => !hasMoved.includes(name) && !sameValue(before.values[name], now.values[name]))) return true
  return !hasMoved.includes('envNames') && JSON.stringify(before.environment) !== JSON.stringify(now.environment)
}

/** Keeps the edits in this browser while they are made, and at the latest when the page goes away. */
export function useKeptDraft(drafts: DraftHandle, baseline: EditValues, values: EditValues, environment: EnvironmentChange | null) {
  const unsaved = useRef<Held & { isEdited: boolean }>(undefined)
  const last = useRef<Held>(undefined)

  useEffect(() => {
    const now = { baseline, values, environment }
    const before = last.current
    last.current = now
    // What was just read need not be written.
    if (!before) return undefined
    unsaved.current = { ...now, isEdited: unsaved.current?.isEdited || wasEdited(before, now) }
    const timer = setTimeout(() => write(drafts, unsaved), saveDelayMs)
    return () => clearTimeout(timer)
  }, [drafts, baseline, values, environment])

  useEffect(() => {
    const flush = () => write(drafts, unsaved)
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
    /** A person decided about what the server moved. */
    decided: () => {
      unsaved.current = { baseline, values, environment, isEdited: true }
    },
  }
}

function write(drafts: DraftHandle, unsaved: RefObject<(Held & { isEdited: boolean }) | undefined>) {
  if (!unsaved.current) return
  const { baseline, values, environment, isEdited } = unsaved.current
  unsaved.current = undefined
  const keep = isEdited ? drafts.save : drafts.follow
  keep(baseline, values, environment)
}
