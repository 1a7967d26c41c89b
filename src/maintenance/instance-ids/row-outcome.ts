import type { RefreshResult } from '@/api/schemas/instance-ids.ts'
import type { PlanRow } from './refresh-plan.ts'
import { verificationWords } from './instance-id-source.ts'

/** What became of one CVM of the scope. Every row of a plan has exactly one. */
export type RowOutcome =
  | { kind: 'written'; detail: string | null }
  | { kind: 'written-differently' | 'changed' | 'refused' | 'unknown'; detail: string }
  | { kind: 'unchanged' | 'skipped' | 'conflict' | 'error' | 'not-sent' | 'to-come' | 'under-way'; detail: string | null }

export type OutcomeKind = RowOutcome['kind']

export const outcomeKinds = [
  'written',
  'written-differently',
  'changed',
  'refused',
  'unknown',
  'not-sent',
  'under-way',
  'to-come',
  'conflict',
  'error',
  'unchanged',
  'skipped',
] as const satisfies readonly OutcomeKind[]

/** What a preview says of a row. `To write` becomes `Written` once it is applied. */
export const previewWords: Record<RefreshResult['status'], string> = {
  updated: 'To write',
  unchanged: 'Unchanged',
  skipped: 'Skipped',
  conflict: 'Conflict',
  error: 'Error',
}

export const outcomeWords: Record<OutcomeKind, { label: string; meaning: string }> = {
  written: { label: 'Written', meaning: 'stored exactly as previewed' },
  'written-differently': {
    label: 'Written differently',
    meaning: 'the server stored a different ID than previewed: it changed between check and write',
  },
  changed: { label: 'Changed since preview', meaning: 'left out: the check before writing no longer showed what was previewed' },
  refused: { label: 'Refused', meaning: 'the server refused to write it' },
  unknown: { label: 'Unknown', meaning: 'neither the answer to the write nor a later look could tell' },
  'under-way': { label: 'Being written', meaning: 'its request was sent, and the answer is on its way' },
  'to-come': { label: 'Waiting', meaning: 'its request has not been sent yet' },
  'not-sent': { label: 'Not sent', meaning: 'the run was stopped before its request' },
  conflict: { label: 'Conflict left out', meaning: 'another ID is stored and overwriting was not ticked' },
  error: { label: 'Error in preview', meaning: 'the preview found no ID to write' },
  unchanged: { label: 'Unchanged', meaning: 'the stored ID is already correct' },
  skipped: { label: 'Skipped', meaning: 'excluded by the options of the preview' },
}

/** Rows that a second look may help. */
export const isWorthAnotherLook = (kind: OutcomeKind) =>
  kind === 'error' || kind === 'refused' || kind === 'unknown' || kind === 'changed' || kind === 'written-differently'

const shown = (instanceId: string | null) => instanceId ?? 'none'

/**
 * The outcome that a row of a write's answer tells, or `null` when a look has to tell. "Skipped" and "unchanged" right after a check that
 * promised "updated" are such a case: when a connection breaks, browsers send a request a second time by themselves, and the answer is
 * then the one to the second.
 */
export function outcomeOfWrite(planned: PlanRow, now: RefreshResult | undefined): RowOutcome | null {
  if (now?.status === 'error') return { kind: 'refused', detail: now.reason ?? 'The server gave no reason.' }
  if (now?.status !== 'updated') return null
  return now.newInstanceId === planned.newInstanceId
    ? { kind: 'written', detail: null }
    : { kind: 'written-differently', detail: `Stored: ${shown(now.newInstanceId)}; previewed: ${shown(planned.newInstanceId)}.` }
}

/** What a check before writing found that keeps a row from being written. */
export function outcomeOfChange(planned: PlanRow, now: RefreshResult | undefined): RowOutcome {
  if (!now) return { kind: 'changed', detail: 'The check before writing returned no row for this CVM.' }
  const was = `${planned.status}, ${shown(planned.oldInstanceId)} → ${shown(planned.newInstanceId)}`
  const is = `${now.status}, ${shown(now.oldInstanceId)} → ${shown(now.newInstanceId)}`
  const difference =
    was === is ? `Source or verification changed: ${now.source}, ${verificationWords(now.verifiedWithGateway)}.` : `Was: ${was}. Is: ${is}.`
  return { kind: 'changed', detail: difference }
}

/** What a look after an answer that was lost or told nothing found: an outcome, or `not-written` when the old ID is still stored. */
export function outcomeOfLook(planned: PlanRow, now: RefreshResult | undefined): RowOutcome | 'not-written' {
  if (!now) return { kind: 'unknown', detail: 'The answer to the write was unclear, and a later look returned no row for this CVM.' }
  const stored = now.oldInstanceId ?? (now.status === 'unchanged' ? now.newInstanceId : null)
  if (stored !== null && stored === planned.newInstanceId) {
    return { kind: 'written', detail: 'The answer to the write was unclear; a later look found the ID stored.' }
  }
  if (now.status === 'error')
    return {
      kind: 'unknown',
      detail: `The answer to the write was unclear, and a later look failed: ${now.reason ?? 'no reason given'}`,
    }
  if (stored === planned.oldInstanceId) return 'not-written'
  return { kind: 'changed', detail: `The answer to the write was unclear; a later look found a different ID stored: ${shown(stored)}.` }
}
