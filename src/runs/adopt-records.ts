import type { TextStore } from '@/lib/storage.ts'
import { recordPrefix, type RecordScope } from './records.ts'

/**
 * Records of earlier versions name no owner: `cvm-console/<kind>/<upstream>/<world>/<id>`. An update moves over to whoever's workspace its
 * CVM is in, as the API says; drafts are dropped, since nobody can say whose edits they were; what a signed-out page kept is the browser's.
 * `isOurs` answers null where the API could not be asked, and then the record waits for the next time. Answers how many drafts were dropped.
 */
export async function adoptRecords(
  store: TextStore,
  scope: RecordScope,
  isOurs: (cvmId: string) => Promise<boolean | null>,
): Promise<{ droppedDrafts: number }> {
  const ownerless = (kind: 'update' | 'draft' | 'approval' | 'stop' | 'stop-outcome') => {
    const prefix = `cvm-console/${kind}/${encodeURIComponent(scope.upstream)}/${encodeURIComponent(scope.worldId ?? '')}/`
    return store
      .keys(prefix)
      .map((key) => ({ key, id: key.slice(prefix.length) }))
      .filter(({ id }) => !id.includes('/'))
  }
  const move = (key: string, to: string) => {
    const text = store.read(key)
    if (text !== null && store.read(to) === null) store.write(to, text)
    store.remove(key)
  }

  const drafts = ownerless('draft')
  for (const { key } of drafts) store.remove(key)
  for (const { key, id } of ownerless('approval')) move(key, recordPrefix('approval', { ...scope, owner: null }) + id)
  // What a stop of many led to is seen in the states of the CVMs.
  for (const kind of ['stop', 'stop-outcome'] as const) for (const { key } of ownerless(kind)) store.remove(key)
  for (const { key, id } of ownerless('update')) {
    if (await isOurs(decodeURIComponent(id))) move(key, recordPrefix('update', scope) + id)
  }
  return { droppedDrafts: drafts.length }
}
