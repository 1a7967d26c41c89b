import * as z from 'zod/mini'
import { browserStore } from '@/lib/storage.ts'
import { createRecords, type RecordScope } from '@/runs/records.ts'

const mostKept = 6
const id = 'cvms'

const records = (scope: RecordScope) =>
  createRecords({ store: browserStore, scope, kind: 'opened', version: 1, schema: z.array(z.string()) })

/** Ids of the CVMs that this person opened in this browser, the last one first. */
export const openedCvms = (scope: RecordScope | null): readonly string[] => (scope ? (records(scope).read(id).value ?? []) : [])

/** Keeps that a CVM was opened, as the last one. */
export function keepOpened(scope: RecordScope, cvmId: string): void {
  const before = openedCvms(scope)
  if (before[0] === cvmId) return
  records(scope).write(id, [cvmId, ...before.filter((one) => one !== cvmId)].slice(0, mostKept))
}
