import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { fleetQuery, rememberStatuses } from '@/api/fleet-query.ts'
import { cvmQueries } from '@/api/queries.ts'
import type { CvmStatus } from '@/api/schemas/cvm-status.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { outcomes } from '@/features/proof/chain/proof-texts.ts'
import { keepProved, onChanging } from './keep-proved.ts'
import { type Proved, provedQuery } from './proved.ts'

const proved: Proved = { ...outcomes.holds, text: 'Every link holds.', root: 'intel', at: 0 }
const one = sampleCvm({ id: 'cvm_one', vmUuid: 'uuid_one' })
const other = sampleCvm({ id: 'cvm_other', vmUuid: 'uuid_other' })
const fleetOf = (...cvms: Cvm[]) => ({ cvms, total: cvms.length, isPartial: false, unreadable: 0 })
const status = { status: 'running', inProgress: true, operationStartedAt: null, correlationId: null } as CvmStatus

// What a page learns of the one, wherever that page is: none of these tests shows a table.
const waysToLearn: Record<string, (client: QueryClient) => void> = {
  'the list': (client) => client.setQueryData(fleetQuery.queryKey, fleetOf({ ...one, status: 'restarting' }, other)),
  'its own page, or an action that was accepted there': (client) =>
    client.setQueryData(cvmQueries.detail(one.id).queryKey, { ...one, inProgress: true }),
  'the statuses of those that are watched': (client) => rememberStatuses(client, { uuid_one: status }),
}

test.each(Object.entries(waysToLearn))('an outcome is dropped once %s says that something is being done', (_, learn) => {
  const client = new QueryClient()
  const known = (cvm: Cvm) => client.getQueryData(provedQuery(cvm).queryKey)
  for (const cvm of [one, other]) keepProved(client, cvm, proved)
  client.setQueryData(fleetQuery.queryKey, fleetOf({ ...one }, other))
  client.setQueryData(cvmQueries.detail(one.id).queryKey, { ...one })
  expect([known(one), known(other)]).toEqual([proved, proved])

  learn(client)
  // By the time that somebody looks, it runs as before.
  client.setQueryData(fleetQuery.queryKey, fleetOf({ ...one }, other))
  expect([known(one), known(other)]).toEqual([undefined, proved])
})

test('nothing is watched any more once nothing is kept, and it is watched again with the next outcome', () => {
  const client = new QueryClient()
  const cache = client.getQueryCache()
  for (const _ of [1, 2]) {
    keepProved(client, one, proved)
    keepProved(client, other, proved)
    for (const { id } of [one, other]) {
      expect(cache.hasListeners()).toBe(true)
      client.setQueryData(cvmQueries.detail(id).queryKey, sampleCvm({ id, status: 'restarting' }))
    }
    expect([one, other].map((cvm) => client.getQueryData(provedQuery(cvm).queryKey))).toEqual([undefined, undefined])
    expect(cache.hasListeners()).toBe(false)
  }
})

test('what changes while it is being proved is told as well, until nobody asks', () => {
  const client = new QueryClient()
  const changed: string[] = []
  const stop = onChanging(client, (id) => changed.push(id))
  client.setQueryData(fleetQuery.queryKey, fleetOf(one, { ...other, status: 'starting' }))
  stop()
  client.setQueryData(fleetQuery.queryKey, fleetOf({ ...one, status: 'starting' }))
  expect(changed).toEqual(['cvm_other'])
})
