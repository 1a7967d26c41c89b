import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (?:-|asset|who, from|chapter|items)/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

/** A test's file in code marks, with its title behind it in quotes where one is meant. */
const named = (cell: string) =>
  [...cell.matchAll(/`([\w./-]+\.(?:tsx?|mjs|md))`(?: "([^"]+)")?/g)].map(([, file, title]) => ({ file: file!, title }))

const missing = (rows: string[][]) =>
  rows
    .flatMap((row) => row.flatMap(named))
    .filter(({ file, title }) => !existsSync(file) || (title !== undefined && !readFileSync(file, 'utf8').includes(title)))

test('every claim of the threat model names a test that is there', () => {
  const rows = rowsOf(readFileSync('docs/threat-model.md', 'utf8'))
  const claims = rows.filter((row) => row.length === 4)
  const chapters = rows.filter(([chapter]) => /^V\d+ /.test(chapter ?? ''))
  expect(claims.length).toBeGreaterThanOrEqual(13)
  expect(chapters).toHaveLength(17)
  const unproved = [...claims, ...chapters].filter((row) => named(row.at(-1) ?? '').length === 0).map(([who]) => who)
  expect(unproved).toEqual(chapters.filter(([, what]) => what?.startsWith('does not apply: there is none')).map(([who]) => who))

  expect(missing(rows)).toEqual([])
})

test('every item of levels 1 and 2 of the ASVS stands in one table: with what shows it, or with why it is not met or does not apply', () => {
  const tables = readFileSync('docs/asvs.md', 'utf8').split('\n## ').slice(1).map(rowsOf)
  const items = tables.flat().flatMap(([cell]) => cell!.split(', ')) // a row has cells
  expect(items).toHaveLength(253)
  expect(new Set(items).size).toBe(items.length)
  const [met = [], ...others] = tables
  expect(met.filter((row) => named(row.at(-1) ?? '').length === 0)).toEqual([])
  expect(others.flat().filter(([, why]) => !why)).toEqual([])
  expect(missing(met)).toEqual([])
})
