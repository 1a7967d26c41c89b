// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DataTable } from './DataTable.tsx'
import type { DataColumn } from './data-table-types.ts'

interface Machine {
  id: string
  name: string
  memoryGb: number | null
}

const columns: DataColumn<Machine>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 200,
    grow: true,
    isRowHeader: true,
    cell: (row) => <a href={`#${row.id}`}>{row.name}</a>,
    sortValue: (row) => row.name,
  },
  {
    id: 'memory',
    header: 'Memory',
    width: 90,
    align: 'right',
    cell: (row) => row.memoryGb ?? 'not reported',
    sortValue: (row) => row.memoryGb,
  },
]

const machines = (count: number): Machine[] =>
  Array.from({ length: count }, (_, index) => ({ id: `cvm_${index}`, name: `node-${index}`, memoryGb: index === 1 ? null : count - index }))

beforeEach(() => {
  // jsdom has no layout: a window of 720 px that lists 20 rows
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(720)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1000)
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }))
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const dataRows = () => screen.getAllByRole('row').filter((row) => row.dataset['index'] !== undefined)
const firstName = () => within(dataRows()[0]!).getByRole('link').textContent

test('ten thousand rows are at most sixty elements, and the whole count is told', () => {
  const rows = machines(10_000)
  render(<DataTable label="Fleet" rows={rows} columns={columns} rowKey={(row) => row.id} />)
  expect(dataRows().length).toBeGreaterThan(15)
  expect(dataRows().length).toBeLessThanOrEqual(60)
  expect(screen.getByRole('table', { name: 'Fleet' }).getAttribute('aria-rowcount')).toBe('10001')
  expect(dataRows()[0]!.getAttribute('aria-rowindex')).toBe('2')
})

test('while scrolling, a row that stays in sight is neither built nor rendered anew', () => {
  const rows = machines(1_000)
  const cell = vi.fn((row: Machine) => <a href={`#${row.id}`}>{row.name}</a>)
  const counted: DataColumn<Machine>[] = [{ id: 'name', header: 'Name', width: 200, cell }]
  render(<DataTable label="Fleet" rows={rows} columns={counted} rowKey={(row) => row.id} />)
  const frame = screen.getByRole('table').parentElement!
  const stays = screen.getByRole('link', { name: 'node-20' })
  fireEvent.scroll(frame, { target: { scrollTop: 360 } })
  cell.mockClear()
  fireEvent.scroll(frame, { target: { scrollTop: 432 } })
  expect(screen.getByRole('link', { name: 'node-20' })).toBe(stays)
  expect(cell, 'two rows further, two rows are new').toHaveBeenCalledTimes(2)
})

test('when a list arrives anew, only the rows that changed in it are rendered anew, also where rows can be ticked', () => {
  const rows = machines(12)
  const rendered: string[] = []
  const noting = [{ ...columns[0]!, cell: (row: Machine) => (rendered.push(row.id), row.name) }]
  const selection = { selected: new Set<string>(), onChange: vi.fn(), rowName: (row: Machine) => row.name }
  const keyOf = (row: Machine) => row.id
  const table = (list: Machine[]) => (
    <DataTable label="Fleet" rows={list} columns={noting} rowKey={keyOf} selection={selection} hasRowLinks />
  )
  const { rerender } = render(table(rows))
  rendered.length = 0
  const changed = rows.map((row) => (row.id === 'cvm_3' ? { ...row, memoryGb: 99 } : row))
  rerender(table(changed))
  expect(rendered).toEqual(['cvm_3'])
  // And what is ticked is of the list that arrived last.
  fireEvent.click(screen.getByRole('checkbox', { name: 'Select node-3' }))
  expect(selection.onChange).toHaveBeenCalledWith(new Set(['cvm_3']))
})

test('a header press sorts, says so, and leaves what is not reported last either way', async () => {
  const rows = machines(12)
  render(<DataTable label="Fleet" rows={rows} columns={columns} rowKey={(row) => row.id} />)
  await userEvent.click(screen.getByRole('button', { name: 'Memory' }))
  expect(screen.getByRole('columnheader', { name: 'Memory' }).getAttribute('aria-sort')).toBe('ascending')
  expect(firstName()).toBe('node-11')
  expect(dataRows().at(-1)!.textContent).toContain('not reported')
  await userEvent.click(screen.getByRole('button', { name: 'Memory' }))
  expect(firstName()).toBe('node-0')
  expect(dataRows().at(-1)!.textContent).toContain('not reported')
})

test('numbers in names sort as numbers', async () => {
  const rows = machines(12).toReversed()
  render(<DataTable label="Fleet" rows={rows} columns={columns} rowKey={(row) => row.id} />)
  await userEvent.click(screen.getByRole('button', { name: 'Name' }))
  expect(
    dataRows()
      .map((row) => within(row).getByRole('link').textContent)
      .slice(0, 3),
  ).toEqual(['node-0', 'node-1', 'node-2'])
})

test('arrow keys move from row to row', async () => {
  const rows = machines(50)
  render(<DataTable label="Fleet" rows={rows} columns={columns} rowKey={(row) => row.id} />)
  screen.getByRole('link', { name: 'node-0' }).focus()
  await userEvent.keyboard('{ArrowDown}')
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('node-1'))
})

test('a row that cannot be chosen says why and is not part of "all"', async () => {
  const rows = machines(3)
  const onChange = vi.fn()
  const selection = {
    selected: new Set<string>(),
    onChange,
    rowName: (row: Machine) => row.name,
    canSelect: (row: Machine): true | string => (row.id === 'cvm_1' ? 'It is stopped.' : true),
  }
  render(<DataTable label="Fleet" rows={rows} columns={columns} rowKey={(row) => row.id} selection={selection} />)
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select node-1. It is stopped.' }))
  expect(onChange).not.toHaveBeenCalled()
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select all of Fleet' }))
  expect([...(onChange.mock.calls[0]![0] as Set<string>)]).toEqual(['cvm_0', 'cvm_2'])
})

test('with shift, a tick reaches from the row ticked last, wherever sorting has put it', async () => {
  const rows = machines(12)
  const user = userEvent.setup()
  function Table() {
    const [selected, onChange] = useState<ReadonlySet<string>>(new Set())
    return (
      <DataTable
        label="Fleet"
        rows={rows}
        columns={columns}
        rowKey={(row) => row.id}
        selection={{ selected, onChange, rowName: (row) => row.name }}
      />
    )
  }
  render(<Table />)
  const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name: `Select ${name}` })
  const ticked = () =>
    screen
      .getAllByRole<HTMLInputElement>('checkbox', { name: /^Select node/ })
      .filter(({ checked }) => checked)
      .map((element) => element.getAttribute('aria-label')!.slice('Select '.length)) // all of them have one
  await user.click(box('node-2'))
  await user.keyboard('{Shift>}')
  await user.click(box('node-4'))
  await user.keyboard('{/Shift}')
  expect(ticked()).toEqual(['node-2', 'node-3', 'node-4'])

  // Twice the name: descending, so node-4 stands below node-6.
  await user.click(screen.getByRole('button', { name: 'Name' }))
  await user.click(screen.getByRole('button', { name: 'Name' }))
  await user.keyboard('{Shift>}')
  await user.click(box('node-6'))
  await user.keyboard('{/Shift}')
  expect(ticked()).toEqual(['node-6', 'node-5', 'node-4', 'node-3', 'node-2'])
})

test('where nothing in it takes the focus, the table’s frame does, so that a keyboard can scroll it', () => {
  const name: DataColumn<Machine>[] = [{ id: 'name', header: 'Name', width: 200, cell: (row) => row.name }]
  const { rerender } = render(<DataTable label="Machines" rows={machines(40)} columns={name} rowKey={(row) => row.id} />)
  expect(screen.getByRole('region', { name: 'Machines' }).tabIndex).toBe(0)
  rerender(<DataTable label="Machines" rows={machines(40)} columns={columns} rowKey={(row) => row.id} hasRowLinks />)
  expect(screen.queryByRole('region')).toBeNull()
})

test('the name is the header of its row', () => {
  render(<DataTable label="Fleet" rows={machines(3)} columns={columns} rowKey={(row) => row.id} />)
  expect(screen.getAllByRole('rowheader').map((cell) => cell.textContent)).toEqual(['node-0', 'node-1', 'node-2'])
  expect(within(dataRows()[0]!).getAllByRole('cell')).toHaveLength(1)
})

test('a row that leaves under a pointer keeps its place, dimmed, until the pointer goes, and no range of ticks takes it along', async () => {
  const onChange = vi.fn()
  const selection = { selected: new Set<string>(), onChange, rowName: (row: Machine) => row.name }
  const table = (rows: Machine[]) => (
    <DataTable label="Fleet" rows={rows} columns={columns} rowKey={(row) => row.id} selection={selection} holdsOrderOf="all" />
  )
  const all = machines(4)
  const { rerender } = render(table(all))
  const frame = screen.getByRole('table').parentElement!
  fireEvent.pointerEnter(frame)
  rerender(table(all.filter(({ id }) => id !== 'cvm_1')))
  const told = () => dataRows().map((row) => `${within(row).getByRole('link').textContent}${row.getAttribute('aria-disabled') ?? ''}`)
  expect(told()).toEqual(['node-0', 'node-1true', 'node-2', 'node-3'])
  fireEvent.click(screen.getByRole('checkbox', { name: /node-0/ }))
  fireEvent.click(screen.getByRole('checkbox', { name: /node-2/ }), { shiftKey: true })
  expect([...onChange.mock.lastCall![0]]).toEqual(['cvm_0', 'cvm_2'])
  // A keyboard can still reach its box.
  onChange.mockClear()
  fireEvent.click(screen.getByRole('checkbox', { name: /node-1/ }), { shiftKey: true })
  expect(onChange).not.toHaveBeenCalled()
  fireEvent.pointerLeave(frame)
  expect(told()).toEqual(['node-0', 'node-2', 'node-3'])
})
