import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const rows = readFileSync('docs/threat-model.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:-|asset|who, from|chapter)/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

/** A test's file in code marks, with its title behind it in quotes where one is meant. */
const named = (cell: string) =>
  [...cell.matchAll(/`([\w./-]+\.(?:tsx?|mjs))`(?: "([^"]+)")?/g)].map(([, file, title]) => ({ file: file!, title }))

test('every claim of the threat model names a test that is there', () => {
  const claims = rows.filter((row) => row.length === 4)
  const chapters = rows.filter(([chapter]) => /^V\d+ /.test(chapter ?? ''))
  expect(claims.length).toBeGreaterThanOrEqual(13)
  expect(chapters).toHaveLength(17)
  const unproved = [...claims, ...chapters].filter((row) => named(row.at(-1) ?? '').length === 0).map(([who]) => who)
  expect(unproved).toEqual(chapters.filter(([, what]) => what?.startsWith('does not apply: there is none')).map(([who]) => who))

  const missing = rows
    .flatMap((row) => row.flatMap(named))
    .filter(({ file, title }) => !existsSync(file) || (title !== undefined && !readFileSync(file, 'utf8').includes(title)))
  expect(missing).toEqual([])
})
