import * as z from 'zod/mini'
import type { TextStore } from '@/lib/storage.ts'

/** Of several upstreams, or several worlds of one sandbox, each has its own records. */
export interface RecordScope {
  upstream: string
  worldId: string | null
}

/** `approval`: one call that an owner was asked to make, by the call instead of by CVM. `stop`: what was asked of a fleet, and what came back. */
export type RecordKind = 'update' | 'draft' | 'approval' | 'stop' | 'stop-outcome'
const recordKinds: RecordKind[] = ['update', 'draft', 'approval', 'stop', 'stop-outcome']

const prefix = 'cvm-console'
const scopePart = ({ upstream, worldId }: RecordScope) => `${encodeURIComponent(upstream)}/${encodeURIComponent(worldId ?? '')}`

export interface Records<Value> {
  keyOf: (cvmId: string) => string
  /** `dropped` says that a record was there but could not be read; it is gone then. */
  read: (cvmId: string) => { value: Value | null; dropped: boolean }
  /** False when it will not survive a reload. */
  write: (cvmId: string, value: Value) => boolean
  remove: (cvmId: string) => void
  /** Every readable record of this scope. Unreadable ones are left for `read`, which can tell the person. */
  list: () => { cvmId: string; value: Value }[]
}

/**
 * One kind of record in web storage, one per CVM. What is read is parsed as anything from outside is: it may stem from another version of
 * this console, or from a person's hands. `migrate` gets what an earlier version wrote.
 */
export function createRecords<Schema extends z.core.$ZodType>(options: {
  store: TextStore
  scope: RecordScope
  kind: RecordKind
  version: number
  schema: Schema
  migrate?: (version: number, value: unknown) => unknown
}): Records<z.output<Schema>> {
  const { store, scope, kind, version, schema, migrate } = options
  const own = `${prefix}/${kind}/${scopePart(scope)}/`
  const keyOf = (cvmId: string) => own + encodeURIComponent(cvmId)

  const parse = (text: string): z.output<Schema> | null => {
    try {
      const envelope = envelopeSchema.parse(JSON.parse(text))
      const value = envelope.version === version ? envelope.value : migrate?.(envelope.version, envelope.value)
      const parsed = z.safeParse(schema, value)
      return parsed.success ? parsed.data : null
    } catch {
      return null
    }
  }

  return {
    keyOf,
    read(cvmId) {
      const text = store.read(keyOf(cvmId))
      if (text === null) return { value: null, dropped: false }
      const value = parse(text)
      if (value === null) store.remove(keyOf(cvmId))
      return { value, dropped: value === null }
    },
    write: (cvmId, value) => store.write(keyOf(cvmId), JSON.stringify({ version, value })),
    remove(cvmId) {
      if (store.read(keyOf(cvmId)) !== null) store.remove(keyOf(cvmId))
    },
    list: () =>
      store.keys(own).flatMap((key) => {
        const value = parse(store.read(key) ?? '')
        return value === null ? [] : [{ cvmId: decodeURIComponent(key.slice(own.length)), value }]
      }),
  }
}

const envelopeSchema = z.object({ version: z.number(), value: z.unknown() })

/** Whether a key of web storage is that of a record, of whatever scope. */
export const isRecordKey = (key: string) => recordKinds.some((kind) => key.startsWith(`${prefix}/${kind}/`))

/** Removes what earlier worlds of this upstream left behind: nothing of theirs exists any more. */
export function forgetOtherWorlds(store: TextStore, scope: RecordScope): void {
  if (scope.worldId === null) return
  for (const kind of recordKinds) {
    const ofUpstream = `${prefix}/${kind}/${encodeURIComponent(scope.upstream)}/`
    for (const key of store.keys(ofUpstream)) {
      if (!key.startsWith(`${prefix}/${kind}/${scopePart(scope)}/`)) store.remove(key)
    }
  }
}
