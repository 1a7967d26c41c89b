import type { RefreshResult, RefreshStatus } from '@/api/schemas/instance-ids.ts'

/** What a dry run found, as a sentence. */
export const refreshTitles: Record<RefreshStatus, string> = {
  updated: 'An instance id was found that is not stored yet.',
  unchanged: 'The stored instance id is correct. There is nothing to store.',
  skipped: 'There is nothing to store now.',
  conflict: 'The stored instance id differs from the one that was found.',
  error: 'No instance id could be found.',
}

/** Whether the answer to a write says that exactly what was shown is stored: also by an earlier try whose answer was lost. */
export const storedAsShown = (shown: RefreshResult, stored: RefreshResult): boolean =>
  (stored.status === 'updated' || stored.status === 'unchanged') && stored.newInstanceId === shown.newInstanceId
