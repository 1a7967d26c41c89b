import { describe, expect, test } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { mostCvms, resultsFor, type SearchSubject } from './entries.ts'

const subject = (facts: Partial<SearchSubject> = {}): SearchSubject => ({
  cvms: [],
  here: undefined,
  editReason: null,
  visited: [],
  isAdmin: false,
  ...facts,
})

/** What is offered, by section, as it would be read. */
const shown = (typed: string, facts: Partial<SearchSubject> = {}) =>
  resultsFor(typed, subject(facts)).sections.map(({ title, entries }) => [
    title,
    ...entries.map((entry) => (entry.kind === 'cvm' ? entry.match.cvm.name : entry.label)),
  ])

const fleet = ['storefront', 'ledger', 'trusty'].map((name, at) => sampleCvm({ name, id: `cvm_${at}`, appId: null, instanceId: null }))
const [storefront, ledger] = fleet

describe('before anything is typed', () => {
  test('there are the parts of the open CVM, those that were open before, and the pages', () => {
    expect(shown('', { cvms: fleet, here: storefront, visited: ['cvm_0', 'cvm_2', 'cvm_1'] })).toEqual([
      [
        'This CVM: storefront',
        'Edit',
        'Overview',
        'Configuration',
        'Network',
        'Trust',
        'Operations',
        'Attestation',
        'Revisions',
        'Logs',
        'Siblings',
      ],
      ['Recently opened', 'trusty', 'ledger'],
      ['Go to', 'Fleet', 'History', 'Unfinished'],
    ])
  })

  test('one that was open in this tab and is no longer in the fleet is not offered', () => {
    expect(shown('', { cvms: fleet, visited: ['cvm_gone', 'a-name'] })).toEqual([['Go to', 'Fleet', 'History', 'Unfinished']])
  })

  test('the maintenance page is for platform admins', () => {
    expect(shown('', { isAdmin: true })).toEqual([['Go to', 'Fleet', 'History', 'Unfinished', 'Instance IDs']])
    expect(shown('instance')).toEqual([])
    expect(shown('instance', { isAdmin: true })).toEqual([['Go to', 'Instance IDs']])
  })
})

describe('what is typed', () => {
  test('the section with the best match comes first', () => {
    expect(shown('trust', { cvms: fleet, here: ledger })).toEqual([
      ['This CVM: ledger', 'Trust'],
      ['CVMs', 'trusty'],
    ])
    expect(shown('trusty', { cvms: fleet, here: ledger })).toEqual([['CVMs', 'trusty']])
    expect(shown('e', { cvms: fleet })).toEqual([
      ['CVMs', 'ledger', 'storefront'],
      ['Go to', 'Fleet', 'Unfinished'],
    ])
  })

  test('more than anybody reads is counted and not listed', () => {
    const many = Array.from({ length: 120 }, (_, at) => sampleCvm({ id: `cvm_${at}`, name: `fleet-node-${at}` }))
    const { sections, total, unlisted } = resultsFor('fleet', subject({ cvms: many }))
    expect(sections.flatMap(({ entries }) => entries)).toHaveLength(mostCvms + 1)
    expect({ total, unlisted }).toEqual({ total: 121, unlisted: 70 })
  })

  test('what may not be changed is still there, and says why', () => {
    const [section] = resultsFor('edit', subject({ here: storefront, editReason: 'Not with this key.' })).sections
    expect(section?.entries).toMatchObject([{ label: 'Edit', disabledReason: 'Not with this key.' }])
  })
})

describe('an id that no loaded CVM has', () => {
  const app = '3f91aa00000000000000000000000000000005ff'
  const target = (typed: string, facts?: Partial<SearchSubject>) => {
    const entry = resultsFor(typed, subject(facts))
      .sections.flatMap(({ entries }) => entries)
      .at(-1)
    return entry?.kind === 'ask' ? entry.target : null
  }

  test.each([
    [`0x${app.toUpperCase()}`, `app_${app}`],
    [app, `app_${app}`],
    [`app_${app}`, `app_${app}`],
    [`instance_${app}`, `instance_${app}`],
    [' cvm_k3xy ', 'cvm_k3xy'],
    ['6f1c2d3e-4a5b-6c7d-8e9f-a0b1c2d3e4f5', '6f1c2d3e-4a5b-6c7d-8e9f-a0b1c2d3e4f5'],
  ])('%j can be asked for as %s', (typed, cvmId) => {
    expect(target(typed)).toEqual({ to: '/cvms/$cvmId', params: { cvmId }, search: {} })
  })

  test('is not asked for when one has it', () => {
    expect(target(app, { cvms: [sampleCvm({ appId: app })] })).toBeNull()
  })

  test.each([`0x${'ab'.repeat(32)}`, 'phak_1234567890abcdef1234567890abcdef12345678', 'TOKEN=abc', '../sign-in', 'cvm_a/../b', 'a name'])(
    '%j has not the form of an id and becomes part of no address',
    (typed) => {
      expect(target(typed)).toBeNull()
    },
  )
})
