import { ApiError } from '@/api/api-error.ts'
import { fetchCvm } from '@/api/cvms.ts'
import { browserStore } from '@/lib/storage.ts'
import { adoptRecords } from '@/runs/adopt-records.ts'
import { forgetOtherWorlds, type RecordScope } from '@/runs/records.ts'
import { showToast } from '@/ui/overlay/toast-store.ts'

async function isOurs(cvmId: string): Promise<boolean | null> {
  try {
    await fetchCvm(cvmId, {})
    return true
  } catch (error) {
    return error instanceof ApiError && ['not-found', 'not-permitted'].includes(error.kind) ? false : null
  }
}

/** Gives records of earlier versions of this console to whom they belong, and says what could not be kept. */
export async function adoptEarlierRecords(scope: RecordScope): Promise<void> {
  const { droppedDrafts } = await adoptRecords(browserStore, scope, isOurs)
  if (droppedDrafts === 0) return
  showToast({
    tone: 'caution',
    title: droppedDrafts === 1 ? 'Edits of one CVM were removed' : `Edits of ${droppedDrafts} CVMs were removed`,
    message:
      'An earlier version of this console kept them without saying whose they are. They were never applied. Updates under way are not affected.',
  })
}

/** What earlier worlds of a sandbox left behind: nothing of theirs exists any more. */
export const forgetEarlierWorlds = (world: Pick<RecordScope, 'upstream' | 'worldId'>) => forgetOtherWorlds(browserStore, world)
