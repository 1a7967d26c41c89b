import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chosenColumns } from './chosen-columns.ts'
import { columnsOf, shownColumns, textOf, withinWidths } from './table-look.ts'

const columns = ['name', 'state', 'node', 'created'].map((id) => ({ id, width: 100 }))
type Options = Omit<Parameters<typeof shownColumns>[1], 'choice'> & { choice: string | null }
const shown = ({ choice, ...options }: Options) => shownColumns(columns, { choice: choice === null ? null : columnsOf(choice), ...options })
const ids = (options: Options) => shown(options).map(({ id }) => id)

test('without a choice, what can be done without is shown where there is room', () => {
  expect(ids({ choice: null, sortId: 'name', isWide: false })).toEqual(['name', 'state', 'node'])
  expect(ids({ choice: null, sortId: 'name', isWide: true })).toEqual(['name', 'state', 'node', 'created'])
  expect(ids({ choice: null, sortId: 'created', isWide: false })).toEqual(['name', 'state', 'node', 'created'])
})

test('a choice counts whatever the room, in its order, and the name always stays first', () => {
  expect(ids({ choice: 'created,state', sortId: 'name', isWide: false })).toEqual(['name', 'created', 'state'])
  expect(ids({ choice: 'node,name', sortId: undefined, isWide: false })).toEqual(['name', 'node'])
})

test('what the rows are sorted by is shown, so that their order can be understood', () => {
  expect(ids({ choice: 'state', sortId: 'node', isWide: false })).toEqual(['name', 'state', 'node'])
})

test('a width of one’s own counts, and one that no column can have does not', () => {
  expect(shown({ choice: 'state:180,node:9,created:wide', sortId: undefined, isWide: false }).map(({ width }) => width)).toEqual([
    160, 180, 100, 100,
  ])
})

test('a kept choice of columns that are no more leaves the name', () => {
  expect(ids({ choice: 'gone,', sortId: undefined, isWide: true })).toEqual(['name'])
})

test('what is kept is read as it was written', () => {
  const column = fc.record({
    id: fc.constantFrom('state', 'node', 'os'),
    width: fc.option(fc.nat(900).map(withinWidths), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(column, { minLength: 1 }), (chosen) => {
      expect(textOf(columnsOf(textOf(chosen)))).toBe(textOf(chosen))
      expect(columnsOf(textOf(chosen)).map(({ width }) => width)).toEqual(chosen.map(({ width }) => width))
    }),
  )
})

test('a new order and a new width keep the other widths; the usual width is none of one’s own', () => {
  const before = columnsOf('state:180,node:120,os')
  expect(textOf(chosenColumns(['node', 'state', 'created'], before))).toBe('node:120,state:180,created')
  expect(textOf(chosenColumns(['state', 'node'], before, { node: 9_000 }))).toBe('state:180,node:640')
  expect(textOf(chosenColumns(['state', 'node'], before, { state: null }))).toBe('state,node:120')
  expect(textOf(chosenColumns(['state'], null, { state: 1 }))).toBe('state:56')
})
