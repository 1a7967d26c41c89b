import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  acceptPaste,
  addVariable,
  changeAdded,
  decide,
  dropAdded,
  emptyEnvDraft,
  type EnvDraft,
  envDraftFromNames,
  envProblems,
  environmentChange,
  environmentResult,
  fitToNames,
  include,
  pasteOffers,
  undecide,
  valueNote,
} from './environment-set.ts'

const known = ['DATABASE_URL', 'API_KEY', 'LOG_LEVEL']
const included = include(emptyEnvDraft, true)
const allReplaced = known.reduce((draft, name) => decide(draft, name, { does: 'replace', value: `new ${name}` }), included)
const kinds = (draft: EnvDraft, names = known) => envProblems(names, draft).map(({ row, kind }) => [row, kind])

describe('leaving the environment out', () => {
  test('is the beginning, and sends nothing', () => {
    expect(environmentResult(known, emptyEnvDraft)).toBeNull()
    expect(envProblems(known, emptyEnvDraft)).toEqual([])
  })

  test('keeps what was entered for a change of mind', () => {
    const parked = include(allReplaced, false)
    expect(environmentResult(known, parked)).toBeNull()
    expect(environmentResult(known, include(parked, true))?.entries).toHaveLength(3)
  })
})

describe('the whole set', () => {
  test('once it is included, every known name needs a decision', () => {
    expect(kinds(included)).toEqual(known.map((name) => [`known:${name}`, 'undecided']))
    expect(environmentResult(known, included)).toBeNull()
    expect(kinds(decide(decide(included, 'API_KEY', { does: 'remove' }), 'LOG_LEVEL', { does: 'replace', value: 'debug' }))).toEqual([
      ['known:DATABASE_URL', 'undecided'],
    ])
  })

  test('new values alone leave the names, and with them the compose hash, as they are', () => {
    expect(environmentResult(known, allReplaced)).toEqual({
      entries: known.map((key) => ({ key, value: `new ${key}` })),
      names: known,
      namesChanged: false,
      change: { added: [], replaced: known, removed: [] },
    })
  })

  test('kept names keep their order, and added ones follow', () => {
    const draft = addVariable(decide(allReplaced, 'API_KEY', { does: 'remove' }), 'A_NEW_ONE', 'x')
    const result = environmentResult(known, draft)!
    expect(result.names).toEqual(['DATABASE_URL', 'LOG_LEVEL', 'A_NEW_ONE'])
    expect(result.entries.map(({ key }) => key)).toEqual(result.names)
    expect(result.namesChanged).toBe(true)
    expect(result.change).toEqual({ added: ['A_NEW_ONE'], replaced: ['DATABASE_URL', 'LOG_LEVEL'], removed: ['API_KEY'] })
  })

  test('all names can be removed', () => {
    const draft = known.reduce((before, name) => decide(before, name, { does: 'remove' }), included)
    expect(environmentResult(known, draft)).toMatchObject({ entries: [], names: [], namesChanged: true })
  })

  test('a CVM without names and nothing added has nothing to send', () => {
    expect(kinds(included, [])).toEqual([[null, 'nothing-to-send']])
    expect(environmentResult([], addVariable(included, 'A', ''))).toMatchObject({ entries: [{ key: 'A', value: '' }], names: ['A'] })
  })

  test('an empty value is one, a value that was not entered is none', () => {
    expect(environmentResult(known, decide(allReplaced, 'API_KEY', { does: 'replace', value: '' }))).not.toBeNull()
    expect(kinds(decide(allReplaced, 'API_KEY', { does: 'replace', value: null }))).toEqual([['known:API_KEY', 'value-missing']])
  })

  test('a list that holds a name twice is sent back as it is', () => {
    const twice = ['A', 'B', 'A']
    const draft = decide(decide(included, 'A', { does: 'replace', value: '1' }), 'B', { does: 'replace', value: '2' })
    expect(environmentResult(twice, draft)).toMatchObject({
      entries: [
        { key: 'A', value: '1' },
        { key: 'B', value: '2' },
      ],
      names: twice,
      namesChanged: false,
    })
  })
})

describe('added names', () => {
  test.each([
    ['', 'name-missing'],
    ['1ST', 'bad-name'],
    ['WITH-DASH', 'bad-name'],
    ['API_KEY', 'duplicate'],
  ])('%o is told apart as %s', (name, kind) => {
    expect(kinds(addVariable(allReplaced, name, 'x'))).toEqual([['added:1', kind]])
  })

  test('of two with one name the second is the duplicate, and each can be renamed or taken away', () => {
    const draft = addVariable(addVariable(allReplaced, 'X', '1'), 'X', '2')
    expect(kinds(draft)).toEqual([['added:2', 'duplicate']])
    expect(kinds(changeAdded(draft, 2, { name: 'Y' }))).toEqual([])
    expect(kinds(dropAdded(draft, 1))).toEqual([])
  })
})

describe('pasting', () => {
  const draft = addVariable(decide(included, 'API_KEY', { does: 'replace', value: 'typed' }), 'EXTRA', 'e')

  test('says of each name what accepting it would do', () => {
    const pasted = [
      { key: 'DATABASE_URL', value: 'd' },
      { key: 'API_KEY', value: 'other' },
      { key: 'EXTRA', value: 'e' },
      { key: 'NEW', value: 'first' },
      { key: 'NEW', value: 'n' },
    ]
    expect(pasteOffers(known, draft, pasted)).toEqual({
      offers: [
        { key: 'DATABASE_URL', value: 'd', does: 'fill' },
        { key: 'API_KEY', value: 'other', does: 'replace' },
        { key: 'EXTRA', value: 'e', does: 'same' },
        { key: 'NEW', value: 'n', does: 'add' },
      ],
      repeated: ['NEW'],
    })
  })

  test('one of three names leaves the other two undecided', () => {
    const taken = acceptPaste(known, emptyEnvDraft, [{ key: 'API_KEY', value: 'x' }])
    expect(kinds(taken)).toEqual([
      ['known:DATABASE_URL', 'undecided'],
      ['known:LOG_LEVEL', 'undecided'],
    ])
  })

  test('twice adds nothing twice', () => {
    const entries = [
      { key: 'API_KEY', value: 'x' },
      { key: 'NEW', value: 'y' },
    ]
    const once = acceptPaste(known, draft, entries)
    expect(acceptPaste(known, once, entries)).toEqual(once)
  })
})

describe('names that moved on the server', () => {
  test('a value typed for a name that is gone stays, as an added one', () => {
    const fitted = fitToNames(allReplaced, ['DATABASE_URL', 'LOG_LEVEL'])
    expect(fitted.added).toEqual([{ id: 1, name: 'API_KEY', value: 'new API_KEY' }])
    expect(environmentResult(['DATABASE_URL', 'LOG_LEVEL'], fitted)?.change.added).toEqual(['API_KEY'])
  })

  test('a removal that happened there is done, and a name that appeared there is undecided', () => {
    const draft = decide(allReplaced, 'API_KEY', { does: 'remove' })
    const names = ['DATABASE_URL', 'LOG_LEVEL', 'FROM_ELSEWHERE']
    const fitted = fitToNames(draft, names)
    expect(fitted.added).toEqual([])
    expect(kinds(fitted, names)).toEqual([['known:FROM_ELSEWHERE', 'undecided']])
  })

  test('nothing moved: the same draft', () => expect(fitToNames(allReplaced, known)).toBe(allReplaced))
})

test.each([
  ['plain', null],
  ['', /Empty/],
  [' x', /space or a line break/],
  ['x\n', /space or a line break/],
  ['"x"', /quotes/],
  ["'x'", /quotes/],
  ['"', null],
  ['x"y"', null],
])('a note about %o', (value, expected) => {
  const note = valueNote(value)
  if (expected === null) expect(note).toBeNull()
  else expect(note).toMatch(expected)
})

describe('laws', () => {
  const name = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F')
  const value = fc.oneof(fc.constant(null), fc.string())
  type Step = (draft: EnvDraft) => EnvDraft
  const step = fc.oneof(
    fc.tuple(name, value).map(
      ([key, text]): Step =>
        (draft) =>
          decide(draft, key, { does: 'replace', value: text }),
    ),
    name.map(
      (key): Step =>
        (draft) =>
          decide(draft, key, { does: 'remove' }),
    ),
    name.map(
      (key): Step =>
        (draft) =>
          undecide(draft, key),
    ),
    fc.tuple(name, value).map(
      ([key, text]): Step =>
        (draft) =>
          addVariable(draft, key, text),
    ),
    fc.tuple(fc.nat(4), name).map(
      ([id, key]): Step =>
        (draft) =>
          changeAdded(draft, id, { name: key }),
    ),
    fc.nat(4).map(
      (id): Step =>
        (draft) =>
          dropAdded(draft, id),
    ),
  )
  const names = fc.uniqueArray(name)
  const steps = fc.array(step, { maxLength: 25 })
  const run = (sequence: Step[]) => sequence.reduce((draft, apply) => apply(draft), included)

  test('there is a result exactly when nothing is open, and then every known name was decided', () => {
    fc.assert(
      fc.property(names, steps, (list, sequence) => {
        const draft = fitToNames(run(sequence), list)
        const result = environmentResult(list, draft)
        expect(result === null).toBe(envProblems(list, draft).length > 0)
        if (!result) return
        expect([...result.change.replaced, ...result.change.removed].sort()).toEqual([...list].sort())
        expect(result.names).toEqual([...list.filter((key) => result.change.replaced.includes(key)), ...result.change.added])
        expect(result.entries.map(({ key }) => key)).toEqual(result.names)
        expect(result.namesChanged).toBe(JSON.stringify(result.names) !== JSON.stringify(list))
      }),
      { numRuns: 3000 },
    )
  })

  test('what is kept of a draft are its names, and each of them needs its value again', () => {
    fc.assert(
      fc.property(names, steps, (list, sequence) => {
        const draft = fitToNames(run(sequence), list)
        const kept = environmentChange(list, draft)
        const restored = envDraftFromNames(kept)
        expect(environmentChange(list, restored)).toEqual(kept)
        expect(JSON.stringify([...restored.decisions.values(), ...restored.added])).not.toMatch(/"value":"/)
        expect(environmentResult(list, restored) === null).toBe(
          kept.replaced.length + kept.added.length > 0 || envProblems(list, restored).length > 0,
        )
      }),
    )
  })

  test('fitting to names is done once', () => {
    fc.assert(
      fc.property(names, steps, (list, sequence) => {
        const fitted = fitToNames(run(sequence), list)
        expect(fitToNames(fitted, list)).toEqual(fitted)
      }),
    )
  })
})
