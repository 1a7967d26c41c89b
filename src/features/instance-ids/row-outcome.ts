import type { RefreshResult } from '@/api/schemas/instance-ids.ts'
import type { PlanRow } from './refresh-plan.ts'

/** What became of one CVM of the scope. Every row of a plan has exactly one. */
export type RowOutcome =
  | { kind: 'written'; detail: string | null }
  | { kind: 'written-differently' | 'changed' | 'refused' | 'unknown'; detail: string }
  | { kind: 'unchanged' | 'skipped' | 'conflict' | 'error' | 'not-sent'; detail: string | null }

export type OutcomeKind = RowOutcome['kind']

export const outcomeKinds = [
  'written',
  'written-differently',
  'changed',
  'refused',
  'unknown',
  'not-sent',
  'conflict',
  'error',
  'unchanged',
  'skipped',
] as const satisfies readonly OutcomeKind[]

export const outcomeWords: Record<OutcomeKind, { label: string; meaning: string }> = {
  written: { label: 'Written', meaning: 'stored exactly as previewed' },
  'written-differently': {
    label: 'Written differently',
    meaning: 'the server stored another ID than previewed: it changed between check and write',
  },
  changed: { label: 'Changed since preview', meaning: 'left out: the check before writing no longer showed what was previewed' },
  refused: { label: 'Refused', meaning: 'the server refused to write it' },
  unknown: { label: 'Unknown', meaning: 'the answer was lost and a look afterwards did not tell' },
  'not-sent': { label: 'Not sent', meaning: 'the run was stopped before its request' },
  conflict: { label: 'Conflict left out', meaning: 'another ID is stored and overwriting was not ticked' },
  error: { label: 'Error in preview', meaning: 'the preview found no ID to write' },
  unchanged: { label: 'Unchanged', meaning: 'the stored ID is the right one already' },
  skipped: { label: 'Skipped', meaning: 'outside of the options of the preview' },
}

/** Rows that a second look may help. */
export const isWorthAnotherLook = (kind: OutcomeKind) =>
  kind === 'error' || kind === 'refused' || kind === 'unknown' || kind === 'changed' || kind === 'written-differently'

const shown = (instanceId: string | null) => instanceId ?? 'none'

/** The outcome that a row of a write's answer tells. `null` when it tells none. */
export function outcomeOfWrite(planned: PlanRow, now: RefreshResult | undefined): RowOutcome | null {
  if (!now) return null
  switch (now.status) {
    case 'updated':
      return now.newInstanceId === planned.newInstanceId
        ? { kind: 'written', detail: null }
        : { kind: 'written-differently', detail: `Stored: ${shown(now.newInstanceId)}; previewed: ${shown(planned.newInstanceId)}.` }
    case 'error':
      return { kind: 'refused', detail: now.reason ?? 'The server gave no reason.' }
    default:
      return { kind: 'changed', detail: now.reason ?? `The server answered "${now.status}" instead of writing.` }
  }
}

/** What a check before writing found that keeps a row from being written. */
export function outcomeOfChange(planned: PlanRow, now: RefreshResult | undefined): RowOutcome {
  if (!now) return { kind: 'changed', detail: 'The check before writing held no row for this CVM.' }
  const was = `${planned.status}, ${shown(planned.oldInstanceId)} → ${shown(planned.newInstanceId)}`
  const is = `${now.status}, ${shown(now.oldInstanceId)} → ${shown(now.newInstanceId)}`
  const difference =
    was === is
      ? `Source or verification changed: ${now.source}, ${now.verifiedWithGateway ? 'verified' : 'not verified'}.`
      : `Was: ${was}. Is: ${is}.`
  return { kind: 'changed', detail: difference }
}

/** What a look after a lost answer found: an outcome, or `not-written` when the old ID is still stored. */
export function outcomeOfLook(planned: PlanRow, now: RefreshResult | undefined): RowOutcome | 'not-written' {
  if (!now) return { kind: 'unknown', detail: 'The answer to the write was lost, and a look afterwards held no row for this CVM.' }
  const stored = now.oldInstanceId ?? (now.status === 'unchanged' ? now.newInstanceId : null)
  if (stored !== null && stored === planned.newInstanceId) {
    return { kind: 'written', detail: 'The answer to the write was lost; a look afterwards found the ID stored.' }
  }
  if (now.status === 'error')
    return { kind: 'unknown', detail: `The answer to the write was lost, and a look afterwards failed: ${now.reason ?? 'no reason given'}` }
  if (stored === planned.oldInstanceId) return 'not-written'
  return { kind: 'changed', detail: `The answer to the write was lost; a look afterwards found another ID stored: ${shown(stored)}.` }
}
