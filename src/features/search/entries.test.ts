import { describe, expect, test } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { type Act, mostCvms, resultsFor, type SearchSubject } from './entries.ts'

const subject = (facts: Partial<SearchSubject> = {}): SearchSubject => ({
  cvms: [],
  here: undefined,
  editReason: null,
  visited: [],
  isAdmin: false,
  acts: [],
  copy: () => {},
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
        'Restart',
        'Shut down',
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
      ['Go to', 'Fleet', 'History', 'Unfinished', 'Support details'],
    ])
  })

  test('one that was opened and is no longer in the fleet is not offered', () => {
    expect(shown('', { cvms: fleet, visited: ['cvm_gone', 'a-name'] })).toEqual([
      ['Go to', 'Fleet', 'History', 'Unfinished', 'Support details'],
    ])
  })

  test('the maintenance page is for platform admins', () => {
    expect(shown('', { isAdmin: true })).toEqual([['Go to', 'Fleet', 'History', 'Unfinished', 'Instance IDs', 'Support details']])
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
      ['Go to', 'Fleet', 'Unfinished', 'Support details'],
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

describe('what can be done', () => {
  const acts: Act[] = [
    { kind: 'theme-dark', key: 'theme-dark', label: 'Theme: dark', run: () => {} },
    { kind: 'sign-out', key: 'sign-out', label: 'Sign out', run: () => {} },
  ]

  test('what the console itself does stands last until it is typed for', () => {
    expect(shown('', { acts }).at(-1)).toEqual(['Console', 'Theme: dark', 'Sign out'])
    expect(shown('dark', { acts })).toEqual([['Console', 'Theme: dark']])
    expect(shown('sign', { acts })).toEqual([['Console', 'Sign out']])
  })

  test.each([
    ['running', { restart: null, shutdown: null }],
    ['stopped', { start: null }],
    ['error', { start: null }],
  ])('a CVM that is %s can be asked to do what makes sense then, on its own page', (status, expected) => {
    const here = sampleCvm({ status, inProgress: false })
    const found = resultsFor('', subject({ here })).sections[0]!.entries.flatMap((entry) =>
      'target' in entry && 'state' in entry.target ? [entry] : [],
    )
    expect(Object.fromEntries(found.map((entry) => [entry.kind, 'disabledReason' in entry ? entry.disabledReason : '?']))).toEqual(expected)
    for (const { kind, target } of found)
      expect(target).toEqual({ to: '/cvms/$cvmId', params: { cvmId: here.id }, search: {}, state: { asks: kind } })
  })

  test('while an operation runs, and for who may not change it, it stays and says why', () => {
    const reasons = (facts: Partial<SearchSubject>) =>
      resultsFor('restart', subject(facts)).sections.flatMap(({ entries }) =>
        entries.map((entry) => ('disabledReason' in entry ? entry.disabledReason : null)),
      )
    expect(reasons({ here: sampleCvm({ inProgress: true }) })).toEqual([expect.stringMatching(/^Another operation is running/)])
    expect(reasons({ here: sampleCvm(), editReason: 'Not with this key.' })).toEqual(['Not with this key.'])
  })

  test('its ids can be copied by who types for them, and only those that it has', () => {
    const copied: string[] = []
    const here = sampleCvm({ id: 'cvm_7', appId: 'ab'.repeat(20), instanceId: null })
    const facts = { here, copy: (text: string, what: string) => void copied.push(`${what} ${text}`) }
    expect(shown('copy id', facts)).toEqual([['This CVM: api-prod-1', 'Copy CVM id', 'Copy app id']])
    const entries = resultsFor('copy', subject(facts)).sections.flatMap((section) => section.entries)
    for (const entry of entries) if ('run' in entry) entry.run()
    expect(copied.slice(0, 2)).toEqual(['CVM id cvm_7', `app id ${'ab'.repeat(20)}`])
    expect(copied.join()).not.toContain('instance id')
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
