import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Cells of every row, without the headings. */
const rows = readFileSync('docs/assumptions.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:we assume|-)/.test(line))
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

/** `file` with the names or titles that follow it in a cell. */
const places = (cell: string) =>
  [...cell.matchAll(/`([\w./@$-]+\.(?:tsx?|mjs|js|md))`((?:(?!`[\w./@$-]+\.(?:tsx?|mjs|js|md)`).)*)/g)].map(([, file, rest]) => ({
    file: file!,
    // A title may hold quotes itself, and what stands behind them is no name.
    names: [...rest!.matchAll(/`([^`]+)`|"([^"]+)"|“([^”]+)”/g)]
      .map(([, code, quoted, curly]) => code ?? quoted ?? curly!)
      .filter((name) => !name.startsWith(':')),
  }))

const missing = (column: number) =>
  rows.flatMap((row) =>
    places(row[column]!).flatMap(({ file, names }) => {
      if (!existsSync(file)) return [`${file} is not there`]
      const text = readFileSync(file, 'utf8')
      // A title may be put together from a pattern and its cases; then its words are there one by one.
      const isThere = (name: string) => text.includes(name) || name.split(/[\s,:;.]+/).every((word) => text.includes(word))
      return names.filter((name) => !isThere(name)).map((name) => `${file} does not name ${name}`)
    }),
  )

test('every line and every test that an assumption names is there', () => {
  expect(rows.length).toBeGreaterThan(50)
  expect(rows.every((row) => row.length === 5)).toBe(true)
  expect(missing(2)).toEqual([])
  expect(missing(3)).toEqual([])
})
