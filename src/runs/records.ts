import * as z from 'zod/mini'
import type { TextStore } from '@/lib/storage.ts'

/** Whose records: people who share a browser see nothing of each other. */
export interface RecordOwner {
  /** The id of the workspace, where the API names one. */
  workspace: string
  /** Their user name. */
  user: string
}

/** Of several upstreams, several worlds of one sandbox and several people, each has their own records. */
export interface RecordScope {
  upstream: string
  worldId: string | null
  /** `null` for what belongs to this browser, such as what a signed-out page keeps. */
  owner: RecordOwner | null
}

/**
 * What is kept, one record of a kind for each id:
 * `update`, `draft` by CVM; `approval` a call that an owner was asked to make; `stop`, `stop-outcome` what was asked of a fleet and what came
 * back; `instance-ids-plan`, `instance-ids-run` a plan that is being carried out and how far it got; `fleet-view` by the name that a person
 * gave it; `opened` which CVMs a person opened last.
 */
export const recordKinds = [
  'update',
  'draft',
  'approval',
  'stop',
  'stop-outcome',
  'instance-ids-plan',
  'instance-ids-run',
  'fleet-view',
  'opened',
] as const
export type RecordKind = (typeof recordKinds)[number]

const prefix = 'cvm-console'
const part = encodeURIComponent
const worldPart = ({ upstream, worldId }: Pick<RecordScope, 'upstream' | 'worldId'>) => `${part(upstream)}/${part(worldId ?? '')}`
const scopePart = (scope: RecordScope) => `${worldPart(scope)}/${part(scope.owner?.workspace ?? '')}/${part(scope.owner?.user ?? '')}`

/** The start of the keys of one kind of record, and of the name under which tabs agree on who drives it. */
export const recordPrefix = (kind: RecordKind, scope: RecordScope) => `${prefix}/${kind}/${scopePart(scope)}/`

export type Dropped = false | 'gone' | 'newer'

export interface Records<Value> {
  keyOf: (id: string) => string
  /**
   * `dropped` says that a record was there but could not be read: it is `gone` then, unless a `newer` version of this console wrote it, which
   * can read it still.
   */
  read: (id: string) => { value: Value | null; dropped: Dropped }
  /** False when it will not survive a reload. */
  write: (id: string, value: Value) => boolean
  /** Not what a newer version wrote: nobody here can have seen it. */
  remove: (id: string) => void
  /** Every readable record of this scope. Unreadable ones are left for `read`, which can tell the person. */
  list: () => { id: string; value: Value }[]
}

/**
 * One kind of record in web storage, one for each id. What is read is parsed as anything from outside is: it may stem from another version of
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
  const own = recordPrefix(kind, scope)
  const keyOf = (id: string) => own + part(id)

  /** Written by a later version of this console, which another tab may be running already. */
  const isNewer = (text: string): boolean => {
    try {
      return envelopeSchema.parse(JSON.parse(text)).version > version
    } catch {
      return false
    }
  }

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
    read(id) {
      const text = store.read(keyOf(id))
      if (text === null) return { value: null, dropped: false }
      const value = parse(text)
      if (value !== null) return { value, dropped: false }
      if (isNewer(text)) return { value, dropped: 'newer' }
      store.remove(keyOf(id))
      return { value, dropped: 'gone' }
    },
    write(id, value) {
      // As it is read: equal values have equal texts, so that two tabs which know the same do not take turns in telling each other.
      const parsed = z.safeParse(schema, value)
      return store.write(keyOf(id), JSON.stringify({ version, value: parsed.success ? parsed.data : value }))
    },
    remove(id) {
      const text = store.read(keyOf(id))
      if (text !== null && !isNewer(text)) store.remove(keyOf(id))
    },
    list: () =>
      store.keys(own).flatMap((key) => {
        const value = parse(store.read(key) ?? '')
        return value === null ? [] : [{ id: decodeURIComponent(key.slice(own.length)), value }]
      }),
  }
}

const envelopeSchema = z.object({ version: z.number(), value: z.unknown() })

/** Whether a key of web storage is that of a record of one of these kinds, of whatever scope. */
export const isRecordKey = (key: string, kinds: readonly RecordKind[]) => kinds.some((kind) => key.startsWith(`${prefix}/${kind}/`))

/** Removes what earlier worlds of this upstream left behind: nothing of theirs exists any more. */
export function forgetOtherWorlds(store: TextStore, world: Pick<RecordScope, 'upstream' | 'worldId'>): void {
  if (world.worldId === null) return
  for (const kind of recordKinds) {
    for (const key of store.keys(`${prefix}/${kind}/${part(world.upstream)}/`)) {
      if (!key.startsWith(`${prefix}/${kind}/${worldPart(world)}/`)) store.remove(key)
    }
  }
}
