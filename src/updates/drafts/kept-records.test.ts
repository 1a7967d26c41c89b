import { someHash, someTransactionHash } from '@/domain/testing/hashes.ts'
import { testScope } from '@/runs/testing/session.tsx'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTextStore } from '@/lib/storage.ts'
import { draftOf, draftRecords, restoreDraft } from './draft-store.ts'
import { sampleValues } from '@/updates/fields/testing/edit-values.ts'
import { forgetOtherWorlds } from '@/runs/records.ts'
import { listUnfinished } from './unfinished.ts'
import { type Journal, journalRecords } from '@/updates/engine/update-journal.ts'

const scope = testScope('world-1', 'cloud-api.example')
const now = new Date('2026-01-01T12:00:00Z')
const journal: Journal = {
  cvmName: 'api-prod-1',
  startedAt: now.toISOString(),
  wanted: { vcpu: 8, composeYaml: 'services: {}\n' },
  hadSecrets: false,
  ticket: {
    composeHash: someHash('c'),
    appId: 'a'.repeat(40),
    appContract: `0x${'a'.repeat(40)}`,
    chainId: 31337,
    kmsContract: null,
    deviceId: null,
    issuedAt: now.toISOString(),
  },
  attempt: { from: `0x${'b'.repeat(40)}`, nonce: 3, fromBlock: '12', startedAt: now.toISOString() },
  sent: { transactionHash: someTransactionHash('1'), from: `0x${'b'.repeat(40)}`, nonce: 3, sentAt: now.toISOString() },
}
const memory = () => createTextStore(null, null)

describe('a journal', () => {
  test('comes back as it was written', () => {
    const records = journalRecords(memory(), scope)
    records.write('cvm_1', journal)
    expect(records.read('cvm_1')).toEqual({ value: journal, dropped: false })
    records.remove('cvm_1')
    expect(records.read('cvm_1')).toEqual({ value: null, dropped: false })
  })

  test('that an earlier version wrote is read: what was sent, and by which transaction the hash is allowed', () => {
    const { sent, ...rest } = journal
    const { transactionHash, ...others } = sent!
    const store = memory()
    const records = journalRecords(store, scope)
    const written = { ...rest, tx: { ...others, hash: transactionHash }, proof: someTransactionHash('2') }
    store.write(records.keyOf('cvm_1'), JSON.stringify({ version: 1, value: written }))
    expect(records.list()).toEqual([{ id: 'cvm_1', value: { ...journal, transactionHash: someTransactionHash('2') } }])
    expect(records.read('cvm_1').dropped).toBe(false)
    store.write(records.keyOf('cvm_2'), JSON.stringify({ version: 1, value: rest }))
    expect(records.read('cvm_2').value).toEqual(rest)
  })

  test('that a later version wrote is left for the tab that can read it', () => {
    const store = memory()
    const records = journalRecords(store, scope)
    const later = JSON.stringify({ version: 99, value: { another: 'form' } })
    store.write(records.keyOf('cvm_1'), later)
    expect(records.read('cvm_1')).toEqual({ value: null, dropped: 'newer' })
    expect(store.read(records.keyOf('cvm_1'))).toBe(later)
  })

  test('of another upstream or world is not seen', () => {
    const store = memory()
    journalRecords(store, scope).write('cvm_1', journal)
    expect(journalRecords(store, { ...scope, worldId: 'world-2' }).list()).toEqual([])
    expect(journalRecords(store, { ...scope, upstream: 'other' }).read('cvm_1').value).toBeNull()
  })

  test('that is garbage is dropped with a notice, whatever it is, and never throws', () => {
    const garbage = fc.oneof(
      fc.string(),
      fc.json(),
      fc.tuple(fc.constantFrom(1, 2), fc.json()).map(([version, value]) => `{"version":${version},"value":${value}}`),
      fc.constantFrom(
        JSON.stringify({ version: 0, value: journal }),
        JSON.stringify({ version: 1, value: { ...journal, tx: { hash: '0x12' } } }),
        JSON.stringify({ version: 2, value: { ...journal, sent: { ...journal.sent, transactionHash: '0x12' } } }),
        JSON.stringify({ version: 2, value: { ...journal, ticket: { ...journal.ticket, appContract: 'a'.repeat(40) } } }),
        JSON.stringify({ version: 2, value: { ...journal, startedAt: 'yesterday' } }),
        JSON.stringify({ version: 2, value: { ...journal, wanted: { vcpu: 'eight' } } }),
      ),
    )
    fc.assert(
      fc.property(garbage, (text) => {
        const store = memory()
        const records = journalRecords(store, scope)
        store.write(records.keyOf('cvm_1'), text)
        expect(records.list()).toEqual([])
        expect(records.read('cvm_1')).toEqual({ value: null, dropped: 'gone' })
        expect(store.read(records.keyOf('cvm_1'))).toBeNull()
      }),
      { numRuns: 1_000 },
    )
  })

  test('keeps CVMs apart whatever their ids hold', () => {
    const records = journalRecords(memory(), scope)
    for (const id of ['a/b', 'a%2Fb', 'a b', 'ä']) records.write(id, { ...journal, cvmName: id })
    for (const id of ['a/b', 'a%2Fb', 'a b', 'ä']) expect(records.read(id).value?.cvmName).toBe(id)
    expect(records.list().map(({ id }) => id)).toEqual(expect.arrayContaining(['a/b', 'a%2Fb', 'a b', 'ä']))
  })
})

test('records of earlier worlds of the same upstream are forgotten, others stay', () => {
  const store = memory()
  const earlier = journalRecords(store, { ...scope, worldId: 'world-0' })
  const other = journalRecords(store, testScope(null, 'other'))
  const current = journalRecords(store, scope)
  for (const records of [earlier, other, current]) records.write('cvm_1', journal)
  forgetOtherWorlds(store, scope)
  expect([earlier, other, current].map((records) => records.list().length)).toEqual([0, 1, 1])
})

const baseline = { ...sampleValues, composeYaml: 'a' }

describe('a draft', () => {
  const draft = draftOf('api-prod-1', baseline, { ...baseline, vcpu: 8, composeYaml: 'mine' }, now)!

  test('keeps the changed fields only, with what they were changed from', () => {
    expect(draft).toEqual({
      cvmName: 'api-prod-1',
      savedAt: now.toISOString(),
      edits: { vcpu: 8, composeYaml: 'mine' },
      before: { vcpu: 4, composeYaml: 'a' },
    })
    expect(draftOf('api-prod-1', baseline, baseline, now)).toBeNull()
  })

  test('is restored on top of what the server says now', () => {
    const merge = restoreDraft(draft, { ...baseline, composeYaml: 'theirs', diskGb: 80 })
    expect(merge.values).toEqual({ ...baseline, vcpu: 8, composeYaml: 'mine', diskGb: 80 })
    expect(merge.conflicts.map(({ field }) => field)).toEqual(['composeYaml'])
    expect(merge.keptMine).toEqual(['vcpu'])
  })

  test('has nothing left once the server holds its values', () => {
    expect(restoreDraft(draft, baseline).values).not.toEqual(baseline)
    const merge = restoreDraft(draft, { ...baseline, vcpu: 8, composeYaml: 'mine' })
    expect(merge.values).toEqual(merge.baseline)
  })
})

describe('the list of unfinished things', () => {
  test('names the furthest fact of each update, and a draft only where nothing is under way', () => {
    const store = memory()
    const journals = journalRecords(store, scope)
    const drafts = draftRecords(store, scope)
    const { ticket: _ticket, attempt: _attempt, sent: _sent, ...bare } = journal
    journals.write('unknown', bare)
    journals.write('sign', { ...bare, ticket: journal.ticket })
    journals.write('asked', { ...bare, ticket: journal.ticket, attempt: journal.attempt })
    journals.write('pending', journal)
    journals.write('confirm', { ...journal, transactionHash: journal.sent!.transactionHash })
    journals.write('running', { ...journal, correlationId: 'op-1' })
    journals.write('ended', { ...journal, correlationId: 'op-1', endedAt: now.toISOString() })
    const draft = draftOf('api-prod-1', baseline, { ...baseline, vcpu: 8 }, now)!
    drafts.write('draft', draft)
    drafts.write('pending', draft)
    const items = listUnfinished(store, scope)
    expect(Object.fromEntries(items.map(({ cvmId, kind }) => [cvmId, kind]))).toEqual({
      unknown: 'answer-unknown',
      sign: 'needs-signature',
      asked: 'wallet-asked',
      pending: 'waiting-for-block',
      confirm: 'needs-confirmation',
      running: 'running',
      draft: 'draft',
    })
    expect(items.find(({ cvmId }) => cvmId === 'draft')).toMatchObject({ next: 'edit', changes: ['vCPU'] })
    expect(items.find(({ cvmId }) => cvmId === 'sign')).toMatchObject({ next: 'update', changes: ['vCPU', 'Compose file'] })
  })
})
