import { expect, test } from 'vitest'
import { shownColumns } from './column-choice.ts'

const columns = ['name', 'state', 'node', 'created'].map((id) => ({ id }))
const ids = (options: Parameters<typeof shownColumns>[1]) => shownColumns(columns, options).map(({ id }) => id)

test('without a choice, what can be done without is shown where there is room', () => {
  expect(ids({ choice: null, sortId: 'name', isWide: false })).toEqual(['name', 'state', 'node'])
  expect(ids({ choice: null, sortId: 'name', isWide: true })).toEqual(['name', 'state', 'node', 'created'])
})

test('a choice counts whatever the room, and the name always stays', () => {
  expect(ids({ choice: ['created'], sortId: 'name', isWide: false })).toEqual(['name', 'created'])
})

test('what the rows are sorted by is shown, so that their order can be understood', () => {
  expect(ids({ choice: ['state'], sortId: 'node', isWide: false })).toEqual(['name', 'state', 'node'])
})

test('a kept choice of columns that are no more leaves the name', () => {
  expect(ids({ choice: ['gone', ''], sortId: undefined, isWide: true })).toEqual(['name'])
})
