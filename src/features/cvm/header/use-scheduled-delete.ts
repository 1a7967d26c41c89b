import { fetchCvmExtras, scheduleDelete } from '@/api/cvms.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { useSetting } from '@/features/cvm/configuration/use-setting.ts'

/** Schedules a deletion by an ISO time, or calls it off with `null`. */
export const useScheduledDelete = (cvm: Cvm) =>
  useSetting<string | null>(cvm, {
    save: (at) => scheduleDelete(cvm.id, at),
    isSaved: async (at) => sameTime((await fetchCvmExtras(cvm.id)).scheduledDeleteAt, at),
    said: (at) => (at === null ? 'The deletion was cancelled.' : `The deletion is scheduled for ${formatExactTime(at)}.`),
  })

const sameTime = (a: string | null, b: string | null) => (a === null || b === null ? a === b : Date.parse(a) === Date.parse(b))
