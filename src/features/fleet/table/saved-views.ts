import * as z from 'zod/mini'
import type { TextStore } from '@/lib/storage.ts'
import { createRecords, type RecordScope } from '@/runs/records.ts'
import { type FleetSearch, fleetSearchSchema } from './fleet-search.ts'

/** What a view keeps is what an address holds: filters and order. */
export const savedViews = (store: TextStore, scope: RecordScope) =>
  createRecords({ store, scope, kind: 'fleet-view', version: 1, schema: fleetSearchSchema })

const parts = Object.keys(fleetSearchSchema.shape) as (keyof FleetSearch)[]

/** A search that shows exactly what a view shows, also where another one was before. */
export const searchOf = (view: FleetSearch): FleetSearch => ({
  ...(Object.fromEntries(parts.map((part) => [part, undefined])) as FleetSearch),
  ...view,
})

/** Whether both show the same, whatever they are called. */
export const showsSame = (a: FleetSearch, b: FleetSearch) => parts.every((part) => part === 'view' || (a[part] ?? '') === (b[part] ?? ''))

export const isSomeView = (search: FleetSearch) => !showsSame(search, z.parse(fleetSearchSchema, {}))
