import { browserStore } from '@/lib/storage.ts'
import { recordKinds, type RecordOwner, recordPrefix, type RecordScope } from '@/runs/records.ts'

/** Who this sign-in belongs to, as the API said last; names, and no secret. Signing out removes it. */
const key = 'cvm-console/signed-in'

/** Where the API cannot say who it is, records belong to the sign-in itself, which its mark names. */
const ownerByMark = (mark: string | null): RecordOwner => ({ workspace: '-', user: mark ?? '-' })

/** Whose records these are while the API cannot say: as it said before in this sign-in, else the sign-in's own. */
export function ownerWithoutAccount(mark: string | null): RecordOwner {
  try {
    const known = JSON.parse(browserStore.read(key) ?? 'null') as { mark?: unknown; workspace?: unknown; user?: unknown } | null
    const { workspace, user } = known ?? {}
    if (mark !== null && known?.mark === mark && typeof workspace === 'string' && typeof user === 'string') return { workspace, user }
  } catch {
    // Somebody else wrote it.
  }
  return ownerByMark(mark)
}

/** The API has said who it is: that is kept for the next page, and what was kept under the sign-in alone moves over. */
export function rememberOwner(mark: string | null, scope: RecordScope & { owner: RecordOwner }): void {
  // Without its mark, one sign-in cannot be told from another person's.
  if (mark === null) return
  browserStore.write(key, JSON.stringify({ mark, ...scope.owner }))
  for (const kind of recordKinds) {
    const from = recordPrefix(kind, { ...scope, owner: ownerByMark(mark) })
    for (const old of browserStore.keys(from)) {
      const to = recordPrefix(kind, scope) + old.slice(from.length)
      const text = browserStore.read(old)
      if (text !== null && browserStore.read(to) === null) browserStore.write(to, text)
      browserStore.remove(old)
    }
  }
}

export const forgetOwner = () => browserStore.remove(key)
