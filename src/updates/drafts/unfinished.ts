import type { TextStore } from '@/lib/storage.ts'
import { type Draft, draftRecords } from './draft-store.ts'
import { fields, type FieldName, type WantedValues } from '@/updates/fields/fields.ts'
import type { RecordScope } from '@/runs/records.ts'
import { type Journal, journalRecords } from '@/updates/engine/update-journal.ts'

/** One CVM with something left to do, as far as this browser's records know; its page asks what is true now. */
export interface UnfinishedItem {
  cvmId: string
  cvmName: string
  kind:
    | 'draft'
    | 'answer-unknown'
    | 'prepared'
    | 'needs-signature'
    | 'wallet-asked'
    | 'waiting-for-block'
    | 'needs-confirmation'
    | 'running'
  /** ISO time at which the person last did something about it. */
  since: string
  /** Labels of the fields that it changes. */
  changes: string[]
  /** The values that it should lead to. */
  edits: WantedValues
  /** Where it goes on. */
  next: 'edit' | 'update'
}

/** How far an update got, by the furthest fact on record. */
function kindOf(journal: Journal): UnfinishedItem['kind'] {
  if (journal.correlationId) return 'running'
  if (journal.transactionHash) return 'needs-confirmation'
  if (journal.sent) return 'waiting-for-block'
  if (journal.attempt) return 'wallet-asked'
  if (!journal.ticket) return 'answer-unknown'
  return journal.prepareOnly ? 'prepared' : 'needs-signature'
}

const labelsOf = (values: object) => (Object.keys(values) as FieldName[]).map((name) => fields[name].label)

/** New values alone leave the environment's names as they are, and are an edit all the same. */
const draftLabels = ({ edits, environment }: Draft) => [...new Set([...labelsOf(edits), ...(environment ? [fields.envNames.label] : [])])]

/** Everything unfinished, newest first. A CVM with an update under way is listed once, with that. */
export function listUnfinished(store: TextStore, scope: RecordScope): UnfinishedItem[] {
  const underWay = journalRecords(store, scope)
    .list()
    // What was not sent yet is a draft still.
    .filter(({ value }) => value.endedAt === undefined && !value.isUnsent)
    .map(({ id: cvmId, value }): UnfinishedItem => {
      const since = value.sent?.sentAt ?? value.attempt?.startedAt ?? value.startedAt
      return {
        cvmId,
        cvmName: value.cvmName,
        kind: kindOf(value),
        since,
        changes: labelsOf(value.wanted),
        edits: value.wanted,
        next: 'update',
      }
    })
  const drafts = draftRecords(store, scope)
    .list()
    .filter(({ id }) => !underWay.some((item) => item.cvmId === id))
    .map(({ id: cvmId, value }): UnfinishedItem => {
      return {
        cvmId,
        cvmName: value.cvmName,
        kind: 'draft',
        since: value.savedAt,
        changes: draftLabels(value),
        edits: value.edits,
        next: 'edit',
      }
    })
  return [...underWay, ...drafts].sort((a, b) => Date.parse(b.since) - Date.parse(a.since))
}
