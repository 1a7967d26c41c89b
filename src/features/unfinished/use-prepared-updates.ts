import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { fleetLookupQuery } from '@/api/fleet-query.ts'
import { appQueries } from '@/api/queries.ts'
import type { PendingUpdate } from '@/api/schemas/apps/pending-updates.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { sameUuid } from '@/domain/identifiers.ts'
import { systemClock } from '@/lib/clock.ts'
import { createStore } from '@/lib/store.ts'
import { askMany } from '@/maintenance/reading/ask-many.ts'

/** A prepared update, and the CVM that it is for as far as the fleet knows it. */
export interface PreparedUpdate {
  pending: PendingUpdate
  /** Any CVM of its app, where its own is not in the fleet: its page shows the update as well. */
  cvm: Cvm
  isOwn: boolean
}

export interface PreparedUpdates {
  /** How many apps there are to ask; `null` until the fleet is known. */
  apps: number | null
  fleetError: Error | null
  readFleet: () => void
  /** CVMs that the server describes in a form that this console does not know, and with them whatever apps they are of. */
  unreadableCvms: number
  asked: number
  isReading: boolean
  hasBegun: boolean
  /** Of the present apps: those whose answer failed, and those that were not asked, as when reading ended early or they are new. */
  failed: number
  notAsked: number
  /** Prepared updates in a form that this console does not know. */
  unreadable: number
  found: readonly PreparedUpdate[]
  read: () => void
}

/** So many apps are asked without anybody pressing a button. */
const askedByItself = 50

interface Found extends Pick<PreparedUpdates, 'isReading' | 'hasBegun' | 'unreadable' | 'found'> {
  /** By app id: whether it answered. */
  told: ReadonlyMap<string, boolean>
}

const nothing: Found = { told: new Map(), unreadable: 0, found: [], isReading: false, hasBegun: false }

type AskApp = (appId: string) => Promise<{ items: PendingUpdate[]; unreadable: number }>

/** Asks apps for what is prepared, a few at once. */
function createPreparedReader(ask: AskApp) {
  const shown = createStore(nothing)
  let reading: AbortController | null = null
  return {
    subscribe: shown.subscribe,
    snapshot: shown.snapshot,
    stop: () => reading?.abort(),
    async read(byApp: ReadonlyMap<string, readonly Cvm[]>) {
      reading?.abort()
      const { signal } = (reading = new AbortController())
      shown.set({ ...nothing, isReading: true, hasBegun: true })
      await askMany([...byApp], ([appId]) => ask(appId), {
        clock: systemClock,
        signal,
        tell([appId, cvms], outcome) {
          const before = shown.snapshot()
          const told = new Map(before.told).set(appId, 'answer' in outcome)
          if ('error' in outcome) return shown.set({ ...before, told })
          const found = outcome.answer.items.map((pending): PreparedUpdate => {
            const own = cvms.find(({ vmUuid }) => sameUuid(vmUuid, pending.vm_uuid))
            return { pending, cvm: own ?? cvms[0]!, isOwn: own !== undefined } // an app is here because of one
          })
          shown.set({ ...before, told, unreadable: before.unreadable + outcome.answer.unreadable, found: [...before.found, ...found] })
        },
      })
      if (!signal.aborted) shown.set({ ...shown.snapshot(), isReading: false })
    },
  }
}

/**
 * What was prepared and not applied for any CVM of the workspace. Phala Cloud lists it app by app, and only apps with a contract have any:
 * without one an update is applied at once.
 */
export function usePreparedUpdates(): PreparedUpdates {
  const queryClient = useQueryClient()
  const { data: fleet, error: fleetError, refetch } = useQuery(fleetLookupQuery)
  const byApp = useMemo(() => {
    const apps = new Map<string, Cvm[]>()
    for (const cvm of fleet?.cvms ?? []) {
      if (cvm.appId === null || !isContractGoverned(cvm)) continue
      const known = apps.get(cvm.appId)
      if (known) known.push(cvm)
      else apps.set(cvm.appId, [cvm])
    }
    return apps
  }, [fleet])
  const [reader] = useState(() =>
    createPreparedReader((appId) => queryClient.fetchQuery({ ...appQueries.pendingUpdates({ appId }), staleTime: 5_000 })),
  )
  const state = useSyncExternalStore(reader.subscribe, reader.snapshot)
  useEffect(() => () => reader.stop(), [reader])

  const isWhole = fleet !== undefined && !fleet.isPartial
  const read = useCallback(() => void reader.read(byApp), [reader, byApp])
  const asksByItself = isWhole && !state.hasBegun && byApp.size <= askedByItself
  useEffect(() => {
    if (asksByItself) read()
  }, [asksByItself, read])
  const apps = [...byApp.keys()]
  return {
    ...state,
    apps: isWhole ? apps.length : null,
    fleetError,
    readFleet: () => void refetch(),
    unreadableCvms: fleet?.unreadable ?? 0,
    asked: state.told.size,
    failed: apps.filter((id) => state.told.get(id) === false).length,
    notAsked: apps.filter((id) => !state.told.has(id)).length,
    read,
  }
}
