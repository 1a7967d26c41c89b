import * as cvms from '@/api/cvms.ts'
import { browserStore } from '@/lib/storage.ts'
import type { RecordScope } from '@/runs/records.ts'
import type { Change } from '@/updates/handover/change-file.ts'
import { packChange } from '@/updates/handover/packed-change.ts'
import { journalRecords } from '@/updates/engine/update-journal.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { readProvenChange } from '@/updates/verdict/judge-prepared.ts'

/** What the hash of an update of this browser stands for; `null` where it cannot be proven. */
export async function readOwnChange(scope: RecordScope, cvmId: string, ticket: Ticket): Promise<Change | null> {
  const wanted = journalRecords(browserStore, scope).read(cvmId).value?.wanted ?? {}
  const prepared = { composeHash: ticket.composeHash, wanted, isWhole: ticket.isWholeManifest === true }
  return readProvenChange(cvms, cvmId, prepared).catch(() => null)
}

export type NotInLink = 'unproven' | 'secret' | 'unreadable' | 'too-large'

/**
 * The same for a link, which passes through chats and mails: not where a value in it looks like a secret, nor where that cannot be told.
 * Values of the environment are in no manifest; what somebody wrote into the compose file or a script is.
 */
export async function packOwnChange(
  scope: RecordScope,
  cvmId: string,
  ticket: Ticket,
): Promise<{ packed: string } | { problem: NotInLink }> {
  const change = await readOwnChange(scope, cvmId, ticket)
  if (!change) return { problem: 'unproven' }
  // Reading compose files brings their whole specification along.
  const { objectionToManifest } = await import('./secret-in-manifest.ts')
  const problem = objectionToManifest(change.after) ?? objectionToManifest(change.before)
  if (problem) return { problem }
  const packed = await packChange(change).catch(() => null)
  return packed === null ? { problem: 'too-large' } : { packed }
}
