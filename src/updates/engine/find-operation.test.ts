import { someHash } from '@/domain/testing/hashes.ts'
import type { ComposeHash } from '@/domain/identifiers.ts'
import { describe, expect, test } from 'vitest'
import type { Operation } from '@/api/schemas/operation.ts'
import { canBeOwnOperation, findConfirmed, findSubmitted } from './find-operation.ts'
import type { BeforeSending, Ticket } from './update-machine.ts'
import type { UpdateWorld } from './update-world.ts'

const composeHash = someHash('c')
const ticket: Ticket = {
  composeHash,
  appId: 'aa'.repeat(20),
  appContract: `0x${'aa'.repeat(20)}`,
  chainId: 31337,
  kmsContract: null,
  deviceId: null,
  // A computer that is a year ahead.
  issuedAt: '2027-03-01T12:00:00.000Z',
}

const operation = (correlationId: string, given: Partial<Operation> = {}) =>
  ({ correlationId, type: 'update', status: 'completed', startedAt: '2026-03-01T12:00:00Z', composeHash, ...given }) as Operation

/** A server with these operations, newest first, and a CVM with this hash and number of vCPUs. */
const serverWith = (items: Operation[], { runningHash = composeHash, vcpu = 8, unreadable = 0, inProgress = false } = {}) =>
  ({
    api: {
      fetchOperations: async () => ({ items, next_cursor: null, unreadable }),
      fetchCvm: async () => ({ composeHash: runningHash, resources: { vcpu }, status: 'running', inProgress }),
    },
  }) as unknown as Pick<UpdateWorld, 'api'>

const knewOld: BeforeSending = { operations: ['old'], serverTime: null }
const sentAt = (serverTime: string): BeforeSending => ({ operations: null, serverTime })
const unknown: BeforeSending = { operations: null, serverTime: null }
const wanted = { composeYaml: '' }

describe('ours is an operation that the list read before did not hold', () => {
  test.each<[string, BeforeSending | null, Operation, boolean]>([
    [
      'in the list: not ours, whatever its time',
      knewOld,
      operation('old', { status: 'in_progress', startedAt: '2099-01-01T00:00:00Z' }),
      false,
    ],
    [
      'not in the list: ours, whatever its time',
      knewOld,
      operation('new', { status: 'in_progress', startedAt: '1970-01-01T00:00:00Z' }),
      true,
    ],
    ['no list, began after by the server’s time', sentAt('2026-03-01T12:00:00Z'), operation('new', { status: 'in_progress' }), true],
    ['no list, the server’s machines differ a little', sentAt('2026-03-01T12:00:03Z'), operation('new', { status: 'in_progress' }), true],
    ['no list, began long before', sentAt('2026-03-01T12:01:00Z'), operation('old', { status: 'in_progress' }), false],
    ['neither known: it can be ours', unknown, operation('new', { status: 'in_progress' }), true],
    [
      'its time cannot be read: it can be ours',
      sentAt('2026-03-01T12:00:00Z'),
      operation('new', { status: 'in_progress', startedAt: '?' }),
      true,
    ],
    ['a restart changes nothing', knewOld, operation('new', { status: 'in_progress', type: 'restart' }), false],
    ['one that has ended makes nothing busy', knewOld, operation('new'), false],
  ])('%s', async (_, before, one, expected) => {
    expect(await canBeOwnOperation(serverWith([one]), 'cvm', before)).toBe(expected)
  })
})

describe('a lost answer', () => {
  test('nothing is concluded where old and new cannot be told apart', async () => {
    for (const status of ['in_progress', 'completed']) {
      // oxlint-disable-next-line no-await-in-loop -- two
      const looked = await findSubmitted(serverWith([operation('some', { status })]), 'cvm', { before: unknown, wanted })
      expect(looked).toEqual({ found: null, isStillRunning: status === 'in_progress' })
    }
  })

  test('an operation that was there before is not the one that is looked for', async () => {
    expect(await findSubmitted(serverWith([operation('old')]), 'cvm', { before: knewOld, wanted })).toEqual({
      found: null,
      isStillRunning: false,
    })
  })
})

describe('whether a prepared update was confirmed', () => {
  test.each<[string, BeforeSending | null, Operation, ComposeHash, string | null]>([
    ['runs, and was not there before', knewOld, operation('new', { status: 'in_progress' }), someHash('f'), 'new'],
    ['the same configuration, applied before', knewOld, operation('old'), composeHash, null],
    ['ran since, and holds', knewOld, operation('new'), composeHash, 'new'],
    ['ran since, and was replaced', knewOld, operation('new'), someHash('f'), null],
    ['a history without hashes: what runs decides', knewOld, operation('new', { composeHash: null }), composeHash, 'new'],
    ['who only holds a link: what runs decides', null, operation('some'), composeHash, 'some'],
    ['who only holds a link, and something else runs', null, operation('some'), someHash('f'), null],
    ['no list, and the ticket says a year from now', sentAt('2026-03-01T12:00:00Z'), operation('new'), composeHash, 'new'],
  ])('%s', async (_, before, one, runningHash, expected) => {
    const found = await findConfirmed(serverWith([one], { runningHash }), 'cvm', { ticket, before })
    expect(found?.correlationId ?? null).toBe(expected)
  })
})

describe('a record that could not be read may be the one that is looked for', () => {
  test('what makes the CVM busy can be ours, unless another operation is seen to run', async () => {
    expect(await canBeOwnOperation(serverWith([operation('old')], { unreadable: 1 }), 'cvm', knewOld)).toBe(true)
    expect(await canBeOwnOperation(serverWith([operation('old', { status: 'in_progress' })], { unreadable: 1 }), 'cvm', knewOld)).toBe(
      false,
    )
  })

  test('a prepared update counts as not confirmed only while the CVM runs another hash and nothing is under way', async () => {
    const other = someHash('f')
    const look = (given: Parameters<typeof serverWith>[1]) =>
      findConfirmed(serverWith([operation('old')], { unreadable: 1, ...given }), 'cvm', { ticket, before: knewOld })
    expect(await look({ runningHash: other })).toBeNull()
    await expect(look({ runningHash: composeHash })).rejects.toMatchObject({ kind: 'not-understood' })
    await expect(look({ runningHash: other, inProgress: true })).rejects.toMatchObject({ kind: 'not-understood' })
  })
})
